"""Writing units of a draft edition; a published one is frozen by the database."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from portal.audit import services as audit
from portal.files import services as files
from programs.curriculum.models import CorePart, Edition
from programs.curriculum.services import EditionFrozenError
from programs.learning.models import Quiz, Unit


def _draft(edition: Edition) -> Edition:
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    if edition.state != Edition.State.DRAFT:
        raise EditionFrozenError
    return edition


@transaction.atomic
def add_unit(
    *, part: CorePart, by: Any, upload: Any = None, quiz: dict[str, Any] | None = None, **fields: Any
) -> Unit:
    """Add a unit at the end of the part. `upload` was checked by its form; `quiz` holds the test's settings.

    Raises `EditionFrozenError`.
    """
    _draft(part.edition)
    position = (part.units.aggregate(last=Max("position"))["last"] or 0) + 1
    if upload is not None:
        fields["file"] = files.store(upload, name=upload.name, owner=part, by=by)
    unit = Unit.objects.create(part=part, position=position, **fields)
    if unit.kind == Unit.Kind.QUIZ:
        Quiz.objects.create(unit=unit, **(quiz or {"phase": Quiz.Phase.PRACTICE}))
    audit.record(by, "unit.added", part.edition, unit=str(unit.public_id))
    return unit
