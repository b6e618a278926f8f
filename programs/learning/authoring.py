"""Writing units and tests of a draft edition; a published one is frozen by the database."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from assessments.competencies.models import Competency
from portal.audit import services as audit
from portal.files import services as files
from programs.curriculum.models import CorePart, Edition
from programs.curriculum.services import EditionFrozenError
from programs.learning.models import Quiz, QuizItem, QuizOption, Unit


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


@transaction.atomic
def add_item(
    *,
    edition: Edition,
    competency: Competency,
    form: str,
    stem: str,
    options: Sequence[str],
    explanation: str,
    by: Any,
) -> QuizItem:
    """Add a question to the edition's pool; the first option is the right one and is shown in another place."""
    _draft(edition)
    position = (edition.quiz_items.aggregate(last=Max("position"))["last"] or 0) + 1
    item = QuizItem.objects.create(
        edition=edition,
        competency=competency,
        form=form,
        position=position,
        stem=stem,
        explanation=explanation,
    )
    turn = position % len(options)
    for place, text in enumerate([*options[turn:], *options[:turn]]):
        QuizOption.objects.create(item=item, position=place, text=text, is_right=text == options[0])
    audit.record(by, "quiz.item_added", edition)
    return item
