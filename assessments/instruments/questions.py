"""Changes to the questions of a draft version. The version's row is locked first; questions have a revision."""

from collections.abc import Mapping, Sequence

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max

from assessments.competencies.models import Competency
from assessments.instruments import errors, phrases
from assessments.instruments.choice_lists import ChoiceLine, write_choices
from assessments.instruments.elements import find_cycle
from assessments.instruments.expressions import names_in
from assessments.instruments.models import (
    Choice,
    ChoiceList,
    ChoiceText,
    InstrumentVersion,
    Question,
    QuestionText,
)
from assessments.instruments.names import free_question_name
from assessments.instruments.outline import ratings_of_task, renumber, swap
from assessments.instruments.queries import EXPRESSIONS, WITH_CHOICES, Questionnaire
from assessments.instruments.services import lock_draft
from assessments.instruments.validation import expression_issue, rule_issue
from participants.accounts.models import User
from portal.access.errors import StaleRevisionError
from portal.audit import services as audit
from portal.files import services as files

Type, Scale = Question.Type, Question.Scale
RULES_WITH_EXPRESSIONS = (*EXPRESSIONS, "required")
RULES = (*RULES_WITH_EXPRESSIONS, "default", "appearance", "parameters", "correct_answer", "test_form")
LAST = 30_000
OTHER = "other"


@transaction.atomic
def add_question(
    *,
    version: InstrumentVersion,
    kind: str,
    name: str = "",
    parent: Question | None = None,
    after: Question | None = None,
    texts: Mapping[str, str],
    rules: Mapping[str, str],
    choices: Sequence[ChoiceLine] | None = None,
    choice_list: ChoiceList | None = None,
    competency: Competency | None = None,
    image: File | None = None,
    by: User,
) -> Question:
    """Add a question at the end of its group, or after `after`.

    Raises `AlreadyOpenError`, `NameTakenError`, `NestingError`, `InvalidExpressionError`,
    `CycleError`.
    """
    version = lock_draft(version)
    question = Question(
        version=version,
        type=kind,
        parent=parent,
        competency=competency,
        position=after.position if after else LAST,
    )
    question.name = free_question_name(version, name or texts.get("label", "") or kind, is_given=bool(name))
    refuse_nesting(question)
    assign_fields(question, rules, choices, choice_list, image, by)
    set_question_texts(question, texts)
    return finalise_edit(version, question, by, "question.added")


@transaction.atomic
def save_question(
    *,
    question: Question,
    revision: int,
    name: str,
    parent: Question | None,
    texts: Mapping[str, str],
    rules: Mapping[str, str],
    choices: Sequence[ChoiceLine] | None = None,
    choice_list: ChoiceList | None = None,
    competency: Competency | None = None,
    image: File | None = None,
    drop_image: bool = False,
    by: User,
) -> Question:
    """Raises what `add_question` raises, and `StaleRevisionError` when someone else saved first."""
    version = lock_draft(question.version)
    question = version.questions.get(pk=question.pk)
    if question.revision != revision:
        raise StaleRevisionError
    if name != question.name:
        _refuse_renaming(version, question)
        question.name = free_question_name(version, name, is_given=True)
    if parent != question.parent:
        question.parent, question.position = parent, LAST
        refuse_nesting(question)
    if drop_image:
        question.image = None
    question.competency = competency
    question.revision += 1
    assign_fields(question, rules, choices, choice_list, image, by)
    set_question_texts(question, texts)
    return finalise_edit(version, question, by, "question.saved")


@transaction.atomic
def add_other(*, question: Question, texts: Mapping[str, tuple[str, str]], by: User) -> Question:
    """Add the choice “other”, and after the question a text question that is relevant only if it is chosen.

    `texts` maps language to the label of the choice and of the question; it includes the questionnaire's
    language.
    """
    version = lock_draft(question.version)
    assert question.choice_list is not None  # noqa: S101  # only questions with choices offer it
    last = question.choice_list.choices.aggregate(last=Max("position"))["last"] or 0
    choice, made = Choice.objects.get_or_create(
        choice_list=question.choice_list, name=OTHER, defaults={"position": last + 1}
    )
    if made:
        ChoiceText.objects.bulk_create(
            ChoiceText(choice=choice, language=language, label=label)
            for language, (label, _line) in texts.items()
        )
    which = add_question(
        version=version,
        kind=Type.TEXT,
        name=f"{question.name}_{OTHER}",
        parent=question.parent,
        after=question,
        texts={"label": texts[version.source_language][1]},
        rules={"relevant": f"selected(${{{question.name}}}, '{OTHER}')", "required": "yes"},
        by=by,
    )
    QuestionText.objects.bulk_create(
        QuestionText(question=which, language=language, label=line)
        for language, (_choice, line) in texts.items()
        if language != version.source_language
    )
    return which


@transaction.atomic
def move_question(*, question: Question, up: bool, by: User) -> bool:
    """Move one position up or down within its group; the two ratings of a task move together."""
    version = lock_draft(question.version)
    moved = swap(version.questions.get(pk=question.pk), up=up)
    if moved:
        audit.record(by, "question.moved", version, question=question.name)
    return moved


@transaction.atomic
def remove(*, question: Question, by: User) -> None:
    """Remove it with everything inside it. Raises `InUseError` while another question's condition refers to one
    of them.
    """
    version = lock_draft(question.version)
    removed = _with_members(version, question)
    names = {row.name for row in removed}
    readers = _readers_of(version, names)
    if readers:
        raise errors.InUseError(readers)
    version.questions.filter(pk__in=[row.pk for row in removed]).delete()
    version.choice_lists.filter(questions=None).delete()
    renumber(version)
    audit.record(by, "question.removed", version, questions=sorted(names))


def _readers_of(version: InstrumentVersion, names: set[str]) -> list[str]:
    """The other questions whose conditions refer to one of these."""
    elements = Questionnaire(version, version.source_language).elements.values()
    return [
        element.name
        for element in elements
        if element.name not in names and any(names & set(names_in(tree)) for tree in element.trees)
    ]


def _refuse_renaming(version: InstrumentVersion, question: Question) -> None:
    readers = _readers_of(version, {question.name})
    if readers:
        raise errors.InUseError(readers, field="name")


def _with_members(version: InstrumentVersion, question: Question) -> list[Question]:
    rows = list(version.questions.all())
    ids = {question.pk}
    while more := {row.pk for row in rows if row.parent_id in ids} - ids:
        ids |= more
    if question.type == Type.RATING:
        ids |= {row.pk for row in ratings_of_task(version, question)}
    return [row for row in rows if row.pk in ids]


def finalise_edit(version: InstrumentVersion, question: Question, by: User, act: str) -> Question:
    """Renumber the questions, reject circular references and conditions that cannot work, and increase the version's
    revision.
    """
    renumber(version)
    questionnaire = Questionnaire(version, version.source_language)
    circle = find_cycle(questionnaire.elements)
    if circle:
        raise errors.CycleError(circle)
    _reject_conditions(questionnaire, question)
    version.revision += 1
    version.save(update_fields=["revision", "updated_at"])
    audit.record(by, act, version, question=question.name)
    question.refresh_from_db()
    return question


def _reject_conditions(questionnaire: Questionnaire, question: Question) -> None:
    """Reject the question's own conditions if they cannot work, and changes that break conditions of others."""
    for row in questionnaire.questions.values():
        is_own = row.name == question.name
        for rule in RULES_WITH_EXPRESSIONS:
            if not is_own and question.name not in names_in(getattr(row.element, rule) or ["str", ""]):
                continue
            problem = rule_issue(row.question, rule, questionnaire)
            if problem and is_own:
                raise errors.InvalidExpressionError(problem[:1].upper() + problem[1:], field=rule)
            if problem:
                raise errors.BreaksConditionError(row.label or row.name, problem)


def assign_fields(
    question: Question,
    rules: Mapping[str, str],
    choices: Sequence[ChoiceLine] | None,
    choice_list: ChoiceList | None,
    image: File | None,
    by: User,
) -> None:
    for field in RULES:
        expression = rules.get(field, "").strip()
        problem = expression_issue(expression, field) if field in RULES_WITH_EXPRESSIONS else ""
        if problem:
            raise errors.InvalidExpressionError(problem[:1].upper() + problem[1:], field=field)
        setattr(question, field, expression)
    if question.type in WITH_CHOICES:
        question.choice_list = choice_list or write_choices(question, choices or [])
    if image is not None:
        question.image = files.store(image, name=image.name or "", owner=question.version, by=by)
    question.save()


def refuse_nesting(question: Question) -> None:
    if question.type != Type.REPEAT:
        return
    here = question.parent
    while here is not None:
        if here.type == Type.REPEAT:
            raise errors.NestingError
        here = here.parent


def set_question_texts(question: Question, texts: Mapping[str, str]) -> None:
    """Save the texts in the source language. Their translations become outdated."""
    source = question.version.source_language
    text = question.texts.filter(language=source).first()
    new = {field: texts.get(field, "").strip() for field in phrases.FIELDS}
    if text is not None and {field: getattr(text, field) for field in phrases.FIELDS} == new:
        return
    if text is not None:
        phrases.outdate(question.texts, source)
    if text is not None or any(new.values()):
        QuestionText.objects.update_or_create(question=question, language=source, defaults=new)
