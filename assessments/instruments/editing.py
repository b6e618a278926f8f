"""Edit a draft version. The version's row is locked first; questions have a revision."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max

from assessments.competencies.models import Competency
from assessments.instruments import errors, phrases
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
from assessments.instruments.outline import renumber, swap
from assessments.instruments.queries import EXPRESSIONS, WITH_CHOICES, Questionnaire
from assessments.instruments.services import lock_draft
from assessments.instruments.validation import expression_issue
from participants.accounts.models import User
from portal.access.errors import StaleRevisionError
from portal.audit import services as audit
from portal.files import services as files

Type, Scale = Question.Type, Question.Scale
RULES = (*EXPRESSIONS, "required", "default", "appearance", "parameters", "correct_answer", "test_form")
LAST = 30_000
OTHER = "other"


@dataclass(frozen=True)
class ChoiceLine:
    """A choice as typed: its code, its label in the source language, the columns for choice filters."""

    name: str
    label: str
    columns: Mapping[str, str]


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
    question.name = _free_name(version, name or texts.get("label", "") or kind, is_given=bool(name))
    _refuse_nesting(question)
    _assign_fields(question, rules, choices, choice_list, image, by)
    _reword(question, texts)
    return _finalise_edit(version, question, by, "question.added")


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
        question.name = _free_name(version, name, is_given=True)
    if parent != question.parent:
        question.parent, question.position = parent, LAST
        _refuse_nesting(question)
    if drop_image:
        question.image = None
    question.competency = competency
    question.revision += 1
    _assign_fields(question, rules, choices, choice_list, image, by)
    _reword(question, texts)
    return _finalise_edit(version, question, by, "question.saved")


@transaction.atomic
def add_rating(
    *,
    version: InstrumentVersion,
    competency: Competency | None = None,
    label: str = "",
    hint: str = "",
    parent: Question | None = None,
    relevant: str = "",
    by: User,
) -> Question:
    """Add a task to rate on both scales: from the framework, or with its own text. Returns its importance
    question.
    """
    version = lock_draft(version)
    stem = competency.code.lower() if competency else label
    key = _free_key(version, stem)
    halves = []
    for offset, scale in enumerate(Scale.values):
        half = Question(
            version=version, type=Type.RATING, parent=parent, scale=scale, competency=competency, name=f"{scale}-{key}",
            position=LAST + offset, relevant=relevant,
        )  # fmt: skip
        half.save()
        _reword(half, {"label": label, "hint": hint})
        halves.append(half)
    _finalise_edit(version, halves[0], by, "question.added")
    return halves[0]


@transaction.atomic
def save_rating(
    *,
    question: Question,
    competency: Competency | None = None,
    label: str = "",
    hint: str = "",
    parent: Question | None = None,
    relevant: str = "",
    by: User,
) -> Question:
    """Save both ratings of a task. Their names do not change, so that conditions on them still work."""
    version = lock_draft(question.version)
    for half in halves_of(version, question):
        half.competency, half.relevant = competency, relevant
        if parent != half.parent:
            half.parent, half.position = parent, LAST
        half.save()
        _reword(half, {"label": label, "hint": hint})
    return _finalise_edit(version, question, by, "question.saved")


def halves_of(version: InstrumentVersion, question: Question) -> list[Question]:
    """The two ratings of one task."""
    key = question.name[len(question.scale) + 1 :]
    return list(
        version.questions.filter(type=Type.RATING, name__in=[f"{scale}-{key}" for scale in Scale.values])
    )


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
    readers = [
        element.name
        for element in Questionnaire(version, version.source_language).elements.values()
        if element.name not in names and any(names & set(names_in(tree)) for tree in element.trees)
    ]
    if readers:
        raise errors.InUseError(readers)
    version.questions.filter(pk__in=[row.pk for row in removed]).delete()
    version.choice_lists.filter(questions=None).delete()
    renumber(version)
    audit.record(by, "question.removed", version, questions=sorted(names))


def _with_members(version: InstrumentVersion, question: Question) -> list[Question]:
    rows = list(version.questions.all())
    found, grew = {question.pk}, True
    while grew:
        more = {row.pk for row in rows if row.parent_id in found} - found
        grew = bool(more)
        found |= more
    if question.type == Type.RATING:
        found |= {row.pk for row in halves_of(version, question)}
    return [row for row in rows if row.pk in found]


def _finalise_edit(version: InstrumentVersion, question: Question, by: User, act: str) -> Question:
    """Renumber the questions, reject circular references, and increase the version's revision."""
    renumber(version)
    questionnaire = Questionnaire(version, version.source_language)
    circle = find_cycle(questionnaire.elements)
    if circle:
        raise errors.CycleError(circle)
    version.revision += 1
    version.save(update_fields=["revision", "updated_at"])
    audit.record(by, act, version, question=question.name)
    question.refresh_from_db()
    return question


def _assign_fields(
    question: Question,
    rules: Mapping[str, str],
    choices: Sequence[ChoiceLine] | None,
    choice_list: ChoiceList | None,
    image: File | None,
    by: User,
) -> None:
    known = [*question.version.questions.values_list("name", flat=True), question.name]
    for field in RULES:
        written = rules.get(field, "").strip()
        problem = expression_issue(written, field, known=known) if field in (*EXPRESSIONS, "required") else ""
        if problem:
            raise errors.InvalidExpressionError(problem[:1].upper() + problem[1:], field=field)
        setattr(question, field, written)
    if question.type in WITH_CHOICES:
        question.choice_list = choice_list or _write_list(question, choices or [])
    if image is not None:
        question.image = files.store(image, name=image.name or "", owner=question.version, by=by)
    question.save()


def _refuse_nesting(question: Question) -> None:
    if question.type != Type.REPEAT:
        return
    here = question.parent
    while here is not None:
        if here.type == Type.REPEAT:
            raise errors.NestingError
        here = here.parent


def _write_list(question: Question, lines: Sequence[ChoiceLine]) -> ChoiceList:
    """Update the question's own list to the typed lines; translations of unchanged labels stay."""
    version = question.version
    own_list = question.choice_list if question.choice_list_id else None
    found = own_list or ChoiceList.objects.create(
        version=version, name=_free_list_name(version, question.name)
    )
    existing = {choice.name: choice for choice in found.choices.all()}
    found.choices.exclude(name__in=[line.name for line in lines]).delete()
    for position, line in enumerate(lines):
        choice = existing.get(line.name) or Choice(choice_list=found, name=line.name)
        choice.position, choice.columns = position, dict(line.columns)
        choice.save()
        _reword_choice(choice, version.source_language, line.label)
    return found


def _reword_choice(choice: Choice, language: str, label: str) -> None:
    text = choice.texts.filter(language=language).first()
    if text and text.label != label:
        phrases.outdate(choice.texts, language)
    ChoiceText.objects.update_or_create(choice=choice, language=language, defaults={"label": label[:300]})


def _reword(question: Question, texts: Mapping[str, str]) -> None:
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


def _free_name(version: InstrumentVersion, wanted: str, *, is_given: bool) -> str:
    """The given name, or one derived from the text. Raises `NameTakenError` for a given name that is taken."""
    taken = set(version.questions.values_list("name", flat=True))
    if is_given:
        if wanted in taken:
            raise errors.NameTakenError
        return wanted
    return _numbered(_slug(wanted) or "question", taken)


def _free_key(version: InstrumentVersion, wanted: str) -> str:
    names = version.questions.filter(type=Type.RATING).values_list("name", "scale")
    return _numbered(_slug(wanted) or "task", {name[len(scale) + 1 :] for name, scale in names})


def _free_list_name(version: InstrumentVersion, wanted: str) -> str:
    return _numbered(wanted, set(version.choice_lists.values_list("name", flat=True)))


def _numbered(wanted: str, taken: set[str]) -> str:
    found, number = wanted, 1
    while found in taken:
        number += 1
        found = f"{wanted}_{number}"
    return found


def _slug(texts: str) -> str:
    plain = unicodedata.normalize("NFKD", texts).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9.]+", "_", plain).strip("_.")[:40].lstrip("0123456789.")
