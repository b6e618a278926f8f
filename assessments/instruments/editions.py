"""New editions of a questionnaire: an editable copy, while responses stay with the edition that they answered."""

from django.db import transaction
from django.db.models import Max

from assessments.instruments.models import (
    Choice,
    ChoiceText,
    Instrument,
    InstrumentVersion,
    Question,
    QuestionText,
)
from assessments.instruments.services import lock_draft
from participants.accounts.models import User
from portal.access.row_copies import copy_rows
from portal.audit import services as audit


@transaction.atomic
def new_edition(*, version: InstrumentVersion, by: User) -> InstrumentVersion:
    """Create the draft that follows `version`, or return the existing one. A fixed number of queries."""
    instrument = Instrument.objects.select_for_update().get(pk=version.instrument_id)
    draft = instrument.versions.filter(opened_at=None).order_by("-number").first()
    if draft is not None:
        return draft
    last = instrument.versions.aggregate(last=Max("number"))["last"]
    fresh = InstrumentVersion.objects.create(
        instrument=instrument,
        number=last + 1,
        source_language=version.source_language,
        framework_version=version.framework_version,
    )
    copy_into(fresh, version)
    audit.record(by, "questionnaire.edition_created", fresh, of=version.number)
    return fresh


@transaction.atomic
def copy_from(*, version: InstrumentVersion, other: InstrumentVersion, by: User) -> InstrumentVersion:
    """Replace the draft's content by a copy of `other`. Raises `AlreadyOpenError`."""
    version = lock_draft(version)
    version.questions.all().delete()
    version.choice_lists.all().delete()
    version.texts.all().delete()
    copy_into(version, other)
    audit.record(by, "questionnaire.content_copied", version, other=str(other.public_id))
    return version


def copy_into(fresh: InstrumentVersion, version: InstrumentVersion) -> None:
    """Copy questions, lists and texts of `version` into `fresh`, which must be an empty draft."""
    copy_rows(version.texts.all(), version=fresh)
    lists = copy_rows(version.choice_lists.all(), version=fresh)
    choices = copy_rows(Choice.objects.filter(choice_list__version=version), choice_list=lists)
    copy_rows(ChoiceText.objects.filter(choice__choice_list__version=version), choice=choices)
    questions = copy_rows(version.questions.all(), version=fresh, parent=None, choice_list=lists)
    parents = {row.pk: row.parent_id or 0 for row in version.questions.exclude(parent=None)}
    for old, parent in parents.items():
        questions[old].parent_id = questions[parent].pk
    Question.objects.bulk_update([questions[old] for old in parents], ["parent"], batch_size=1000)
    copy_rows(QuestionText.objects.filter(question__version=version), question=questions)
