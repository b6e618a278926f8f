"""Parse a posted page of questions without discarding anything that was typed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from assessments.instruments.elements import MAX_OCCURRENCES, AnswerIssue, Key, ResponseEvaluator
from assessments.instruments.fields import field_name
from assessments.instruments.models import Question
from assessments.instruments.pages import QuestionPage
from assessments.instruments.queries import LocalisedQuestion, Questionnaire
from assessments.instruments.values import (
    LONG_TEXT_LENGTH,
    RATINGS,
    TEXT_LENGTH,
    UnreadableError,
    read,
    read_rank,
)
from portal.access.errors import DomainError
from portal.files import uploads
from portal.languages.numbers import interpolate, number_format

Type = Question.Type
UPLOADS = ("pdf", "image", "docx", "xlsx", "csv")
ONLY_IF_CHOSEN = (Type.RATING, Type.SELECT_ONE)  # radio buttons: an unselected one does not clear the answer


@dataclass(frozen=True)
class FieldIssue:
    """What is wrong with one question, in a sentence that says what to do."""

    key: Key
    anchor: str
    label: str
    text: str


@dataclass
class PageSubmission:
    """A posted page: valid values, files, and invalid input as it was typed."""

    values: dict[Key, str] = field(default_factory=dict)
    files: dict[Key, UploadedFile] = field(default_factory=dict)
    typed: dict[Key, str] = field(default_factory=dict)
    wrong: dict[Key, str] = field(default_factory=dict)


def keys_on(page: QuestionPage, counts: Mapping[str, int]) -> Iterator[tuple[LocalisedQuestion, int]]:
    """Every question of the page with each of its occurrences."""
    for question in page.questions:
        repeat = question.element.repeat
        for occurrence in range(1, counts.get(repeat, 1) + 1) if repeat else (0,):
            yield question, occurrence


def counts_of(page: QuestionPage, request: HttpRequest, evaluator: ResponseEvaluator) -> dict[str, int]:
    """How many occurrences each repeat of the page has: as shown, else as answered."""
    submission = {}
    for question in page.questions:
        if question.type == Type.REPEAT:
            posted = request.POST.get(f"n{question.question.pk}", "")
            shown = (
                int(posted)
                if posted.isascii() and posted.isdigit() and len(posted) < 4
                else len(evaluator.occurrences(question.name))
            )
            submission[question.name] = min(max(shown, 1), MAX_OCCURRENCES)
    return submission


def parse_page(page: QuestionPage, request: HttpRequest, counts: Mapping[str, int]) -> PageSubmission:
    """Read the posted page. Unselected radio buttons are left out, so that an old page on another device clears
    nothing.
    """
    submission = PageSubmission()
    for question, occurrence in keys_on(page, counts):
        _READERS.get(question.type, _read_typed)(question, (question.name, occurrence), request, submission)
    return submission


def _read_typed(
    question: LocalisedQuestion, key: Key, request: HttpRequest, submission: PageSubmission
) -> None:
    name = field_name(question.question, key[1])
    given = request.POST.getlist(name)
    if not given and f"m{name}" not in request.POST:
        return
    if question.type in ONLY_IF_CHOSEN and not any(given):
        return
    if question.type == Type.RATING and given[0] not in RATINGS:
        return
    limit = LONG_TEXT_LENGTH if question.is_long and not question.question.competency_id else TEXT_LENGTH
    try:
        submission.values[key] = read(question.element, given, max_length=limit)
    except UnreadableError as error:
        submission.typed[key], submission.wrong[key] = (
            " ".join(given)[: 4 * LONG_TEXT_LENGTH],
            unreadable_message(error),
        )


def _read_rank(
    question: LocalisedQuestion, key: Key, request: HttpRequest, submission: PageSubmission
) -> None:
    name = field_name(question.question, key[1])
    ranks = {code: request.POST.get(f"{name}.{code}", "") for code, _label in question.options}
    if not any(f"{name}.{code}" in request.POST for code in ranks):
        return
    try:
        submission.values[key] = read_rank(question.element, ranks)
    except UnreadableError as error:
        submission.typed[key] = " ".join(f"{code}={rank}" for code, rank in ranks.items() if rank.strip())
        submission.wrong[key] = unreadable_message(error)


def _read_file(
    question: LocalisedQuestion, key: Key, request: HttpRequest, submission: PageSubmission
) -> None:
    name = field_name(question.question, key[1])
    file = request.FILES.get(name)
    if file is None:
        if request.POST.get(f"drop{name}"):
            submission.values[key] = ""
        return
    try:
        uploads.check(file, kinds=UPLOADS)
    except DomainError as error:
        submission.wrong[key] = str(error)
    else:
        submission.files[key] = file
        submission.values[key] = uploads.clean_name(file.name or "")


def _nothing(_asked: LocalisedQuestion, _key: Key, _request: HttpRequest, _found: PageSubmission) -> None:
    """Groups, notes and calculated values have no input."""


_READERS: dict[Any, Any] = {
    Type.RANK: _read_rank,
    Type.FILE: _read_file,
    Type.GROUP: _nothing,
    Type.REPEAT: _nothing,
    Type.NOTE: _nothing,
    Type.CALCULATE: _nothing,
}


def unreadable_message(error: UnreadableError) -> str:
    """How to correct a value that cannot be read."""
    limits = {name: number_format(str(value)) for name, value in error.limits.items()}
    sentences = {
        "integer": _("Enter a whole number, such as 12."),
        "decimal": _("Enter a number, such as 3.5."),
        "range": _("Enter a number from %(low)s to %(high)s."),
        "date": _("Enter a date as year, month and day, such as 2027-01-31."),
        "time": _("Enter a time in hours and minutes, such as 09:30."),
        "moment": _("Enter a date and time, such as 2027-01-31 09:30."),
        "choice": _("Choose one of these."),
        "rank": _("Give each item a different rank from 1 to %(n)s, or leave all of them empty."),
        "length": _("Enter %(n)s characters or fewer."),
    }
    return interpolate(sentences[error.code], **limits)


def issue_message(questionnaire: Questionnaire, issue: AnswerIssue) -> str:
    """The questionnaire's own message if it has one, else the default message."""
    question = questionnaire.questions[issue.name]
    if issue.code == "required":
        own = question.texts.required_message if question.texts else ""
        return own or (
            _("Tick the box to continue.")
            if question.type == Type.ACKNOWLEDGE
            else _("Answer this question.")
        )
    if issue.code == "constraint":
        own = question.texts.constraint_message if question.texts else ""
        return own or _("This answer is not valid. Check the question and change your answer.")
    return _("Choose one of these.")


def incomplete_pairs(
    page: QuestionPage, values: Mapping[Key, str], evaluator: ResponseEvaluator
) -> list[FieldIssue]:
    """Tasks with one of the two ratings missing. Tasks without any rating are allowed."""
    issues = []
    for row in page.rows:
        repeat = row.importance.element.repeat
        for n in evaluator.occurrences(repeat) if repeat else (0,):
            important, able = ((half.name, n) for half in (row.importance, row.ability))
            if values.get(important) and not values.get(able):
                message = _("Choose how well it is done now, or “Don’t know”")
                issues.append(field_issue(row.ability, n, message))
            elif values.get(able) and not values.get(important):
                message = _("Choose how important it is, or “Don’t know”")
                issues.append(field_issue(row.importance, n, message))
    return issues


def field_issue(question: LocalisedQuestion, occurrence: int, message: str) -> FieldIssue:
    name = field_name(question.question, occurrence)
    grouped = question.type in (Type.RATING, Type.SELECT_ONE, Type.SELECT_MULTIPLE, Type.RANK)
    return FieldIssue((question.name, occurrence), f"{name}-1" if grouped else name, question.label, message)
