"""A new edition of a questionnaire: everything of the last one again, open to change, while answers know theirs."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from assessments.instruments.models import (
    Choice,
    ChoiceList,
    ChoiceText,
    Instrument,
    InstrumentVersion,
    InstrumentVersionText,
    Question,
    QuestionText,
)
from assessments.instruments.services import lock_draft
from portal.audit import services as audit


@transaction.atomic
def new_edition(*, version: InstrumentVersion, by: Any) -> InstrumentVersion:
    """The draft after `version`; the one that stands already, if there is one. A fixed number of statements."""
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
    audit.record(by, "questionnaire.edition_made", fresh, of=version.number)
    return fresh


@transaction.atomic
def take_over(*, version: InstrumentVersion, other: InstrumentVersion, by: Any) -> InstrumentVersion:
    """All of `other` in the place of what the draft holds. Raises `OpenedError`."""
    version = lock_draft(version)
    version.questions.all().delete()
    version.choice_lists.all().delete()
    version.texts.all().delete()
    copy_into(version, other)
    audit.record(by, "questionnaire.taken_over", version, other=str(other.public_id))
    return version


def copy_into(fresh: InstrumentVersion, version: InstrumentVersion) -> None:
    """Questions, lists and words of `version` into `fresh`, which must be an empty draft."""
    InstrumentVersionText.objects.bulk_create(
        _again(text, version_id=fresh.pk) for text in version.texts.all()
    )
    lists = _copies(ChoiceList, version.choice_lists.all(), lambda _row: {"version_id": fresh.pk})
    choices = _copies(
        Choice,
        Choice.objects.filter(choice_list__version=version),
        lambda row: {"choice_list_id": lists[row.choice_list_id].pk},
    )
    ChoiceText.objects.bulk_create(
        _again(text, choice_id=choices[text.choice_id].pk)
        for text in ChoiceText.objects.filter(choice__choice_list__version=version)
    )
    questions = _copies(
        Question,
        version.questions.all(),
        lambda row: {
            "version_id": fresh.pk,
            "parent_id": None,
            "choice_list_id": lists[row.choice_list_id or 0].pk if row.choice_list_id else None,
        },
    )
    parents = {row.pk: row.parent_id or 0 for row in version.questions.exclude(parent=None)}
    for old, parent in parents.items():
        questions[old].parent_id = questions[parent].pk
    Question.objects.bulk_update([questions[old] for old in parents], ["parent"], batch_size=1000)
    QuestionText.objects.bulk_create(
        _again(text, question_id=questions[text.question_id].pk)
        for text in QuestionText.objects.filter(question__version=version)
    )


def _copies(model: Any, rows: Any, changed: Any) -> dict[int, Any]:
    """Old id -> the row written again."""
    old = list(rows)
    made = model.objects.bulk_create(_again(row, **changed(row)) for row in old)
    return {row.pk: copy for row, copy in zip(old, made, strict=True)}


def _again(row: Any, **changed: Any) -> Any:
    fields = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.attname != "public_id"
    }
    return type(row)(**{**fields, **changed})
