"""Store a parsed XLSForm: it replaces all questions, lists and texts of a draft version."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from assessments.competencies.models import Competency
from assessments.instruments.errors import InvalidImportError
from assessments.instruments.models import (
    Choice,
    ChoiceList,
    ChoiceText,
    InstrumentVersion,
    InstrumentVersionText,
    Question,
    QuestionText,
)
from assessments.instruments.queries import default_label
from assessments.instruments.services import lock_draft
from assessments.instruments.xlsform.parsed_form import EXPRESSION_COLUMNS, FormRows, QuestionRow
from participants.accounts.models import User
from portal.audit import services as audit


@transaction.atomic
def replace_contents(*, version: InstrumentVersion, form: FormRows, by: User) -> InstrumentVersion:
    """Replace the draft's content by the form; the same number of queries for 5 and for 500 questions.

    Raises `AlreadyOpenError`, `InvalidImportError`.
    """
    version = lock_draft(version)
    if form.errors:
        raise InvalidImportError
    images = {question.name: question.image for question in version.questions.exclude(image=None)}
    version.questions.all().delete()
    version.choice_lists.all().delete()
    version.source_language = form.source_language
    version.revision += 1
    version.save(update_fields=["source_language", "revision", "updated_at"])
    _store_words(version, form)
    lists = _store_lists(version, form)
    _store_questions(version, form, lists, images)
    audit.record(by, "questionnaire.imported", version, questions=len(form.questions))
    return version


def _store_words(version: InstrumentVersion, form: FormRows) -> None:
    """Workbooks from other tools have no introduction: the existing one is kept then."""
    for language, (title, introduction) in form.texts.items():
        if title:
            fields = {"title": title} | ({"introduction": introduction} if introduction else {})
            InstrumentVersionText.objects.update_or_create(
                version=version, language=language, defaults=fields
            )


def _store_lists(version: InstrumentVersion, form: FormRows) -> dict[str, ChoiceList]:
    used = {question.list_name for question in form.questions if question.list_name}
    lists = ChoiceList.objects.bulk_create(
        ChoiceList(version=version, name=name) for name in form.lists if name in used
    )
    by_name = {stored_list.name: stored_list for stored_list in lists}
    choices = Choice.objects.bulk_create(
        Choice(choice_list=by_name[name], name=row.name, position=position, columns=row.columns)
        for name, rows in form.lists.items()
        if name in used
        for position, row in enumerate(rows)
    )
    labels = [row.labels for name, rows in form.lists.items() if name in used for row in rows]
    ChoiceText.objects.bulk_create(
        ChoiceText(choice=choice, language=language, label=label)
        for choice, texts in zip(choices, labels, strict=True)
        for language, label in texts.items()
    )
    return by_name


def _store_questions(
    version: InstrumentVersion, form: FormRows, lists: Mapping[str, ChoiceList], images: Mapping[str, Any]
) -> None:
    competencies = {competency.code: competency for competency in competencies_of(version)}
    made = Question.objects.bulk_create(
        _question(version, row, position, lists, competencies, images)
        for position, row in enumerate(form.questions)
    )
    for question, row in zip(made, form.questions, strict=True):
        question.parent = made[row.parent] if row.parent is not None else None
    Question.objects.bulk_update(
        [made_question for made_question in made if made_question.parent], ["parent"], batch_size=1000
    )
    QuestionText.objects.bulk_create(
        QuestionText(question=question, language=language, **texts)
        for question, row in zip(made, form.questions, strict=True)
        for language, texts in _own_words(question, row).items()
    )


def _own_words(question: Question, row: QuestionRow) -> dict[str, dict[str, str]]:
    """Leave out the portal's standard texts, which a workbook contains for other tools, perhaps in one language
    only.
    """
    own = {}
    for language, texts in row.texts.items():
        standard = default_label(question, language)
        own_texts = {
            column: text for column, text in texts.items() if text and (column, text) != ("label", standard)
        }
        if own_texts:
            own[language] = own_texts
    return own


def _question(
    version: InstrumentVersion,
    row: QuestionRow,
    position: int,
    lists: Mapping[str, ChoiceList],
    competencies: Mapping[str, Competency],
    images: Mapping[str, Any],
) -> Question:
    return Question(
        version=version,
        name=row.name,
        type=row.type,
        position=position,
        scale=row.scale,
        competency=competencies.get(row.competency),
        choice_list=lists.get(row.list_name),
        image=images.get(row.name),
        **{column: row.expressions.get(column, "") for column in EXPRESSION_COLUMNS},
        **row.plain,
    )


def competencies_of(version: InstrumentVersion) -> list[Competency]:
    """The competencies that the version's questions can refer to: those of its framework."""
    if version.framework_version_id is None:
        return []
    return list(Competency.objects.filter(version=version.framework_version_id).prefetch_related("texts"))
