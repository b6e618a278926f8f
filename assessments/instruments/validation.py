"""Validate a draft questionnaire before opening; issues are sentences that say what to do."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.instruments.condition_checks import ConditionIssue, find_issue
from assessments.instruments.elements import Element, Elements, find_cycle
from assessments.instruments.expressions import ExpressionError, parse
from assessments.instruments.models import Instrument, InstrumentVersion, Question
from assessments.instruments.phrases import count_missing
from assessments.instruments.queries import (
    ALWAYS,
    EXPRESSIONS,
    WITH_CHOICES,
    LocalisedQuestion,
    Questionnaire,
    VersionRows,
)
from portal.languages.directions import isolated
from portal.languages.lists import join_list
from portal.languages.numbers import interpolate

Type = Question.Type
SCORED = (Type.SELECT_ONE, Type.SELECT_MULTIPLE, Type.RANK, Type.INTEGER, Type.DECIMAL)


def opening_issues(
    version: InstrumentVersion,
    *,
    languages: Iterable[str],
    anonymity: str = "confidential",
    rows: VersionRows | None = None,
) -> list[str]:
    """Every reason why it cannot be opened in these languages; empty when there is none."""
    rows = rows or VersionRows(version)
    questionnaire = Questionnaire(version, version.source_language, rows)
    issues = list(_of_questions(questionnaire))
    circle = find_cycle(questionnaire.elements)
    if circle:
        issues.append(
            interpolate(
                _("These questions depend on one another in a circle: %(names)s."), names=", ".join(circle)
            )
        )
    if anonymity != "named":
        issues += [
            interpolate(
                _(
                    "“%(name)s” asks for a file, and a file can show who sent it. Remove the question, or "
                    "collect named responses."
                ),
                name=question.name,
            )
            for question in questionnaire.questions.values()
            if question.type == Type.FILE
        ]
    return [*issues, *_of_languages(version, languages, rows)]


def _of_languages(version: InstrumentVersion, languages: Iterable[str], rows: VersionRows) -> Iterator[str]:
    names = dict(settings.LANGUAGES)
    for language in languages:
        missing = count_missing(version, language, rows)
        if missing:
            yield interpolate(
                ngettext(
                    "%(language)s is incomplete: %(n)s phrase is missing or older than its source.",
                    "%(language)s is incomplete: %(n)s phrases are missing or older than their source.",
                    missing,
                ),
                language=names.get(language, language),
                n=missing,
            )


def _of_questions(questionnaire: Questionnaire) -> Iterator[str]:
    unpaired: dict[str, str] = {}
    for member in questionnaire.questions.values():
        if member.question.version.instrument.kind == Instrument.Kind.TEST and member.type in SCORED:
            yield from _of_test(member)
        if member.type == Type.RATING:
            if member.pair_key in unpaired:
                unpaired.pop(member.pair_key)
            else:
                unpaired[member.pair_key] = member.name
        yield from _of_one(member, questionnaire)
    for name in unpaired.values():
        yield interpolate(_("“%(name)s” is missing one of its 2 ratings."), name=name)


def _of_test(row: LocalisedQuestion) -> Iterator[str]:
    """Tests need a competency, a form and a correct answer for each question."""
    right, codes = row.question.correct_answer.split(), {code for code, _label in row.options}
    if codes and not set(right) <= codes:
        yield interpolate(_("The correct answer to “%(name)s” is not one of its choices."), name=row.name)
    elif not _is_possible(row.type, right, codes):
        yield interpolate(_("“%(name)s” has no valid correct answer."), name=row.name)
    if not row.question.competency_id:
        yield interpolate(_("“%(name)s” has no competency."), name=row.name)
    if not row.question.test_form:
        yield interpolate(_("“%(name)s” has no setting for when it is asked."), name=row.name)


def _is_possible(kind: str, right: list[str], codes: set[str]) -> bool:
    """Whether the correct answer is possible: one choice, all ranks, one number."""
    if kind == Type.RANK:
        return sorted(right) == sorted(codes)
    if kind in (Type.INTEGER, Type.DECIMAL):
        return len(right) == 1 and _is_number(right[0], is_integer=kind == Type.INTEGER)
    return len(right) == 1 or (kind == Type.SELECT_MULTIPLE and bool(right))


def _is_number(text: str, *, is_integer: bool) -> bool:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return False
    return number.is_finite() and (not is_integer or number == number.to_integral_value())


def _of_one(row: LocalisedQuestion, questionnaire: Questionnaire) -> Iterator[str]:
    if row.type in WITH_CHOICES and not row.options:
        yield interpolate(_("“%(name)s” has no choices."), name=row.name)
    if row.type == Type.CALCULATE and row.element.calculation is None:
        yield interpolate(_("“%(name)s” has no calculation."), name=row.name)
    if not row.label and not row.question.competency_id and row.type not in (Type.CALCULATE, Type.GROUP):
        yield interpolate(_("“%(name)s” has no text."), name=row.name)
    if row.question.image_id and not (row.texts and row.texts.image_alt):
        yield interpolate(_("The image in “%(name)s” has no description."), name=row.name)
    for field in (*EXPRESSIONS, "required"):
        problem = rule_issue(row.question, field, questionnaire)
        if problem:
            yield interpolate(
                _("“%(name)s”, %(field)s: %(problem)s"), name=row.name, field=_verbose(field), problem=problem
            )


def _verbose(field: str) -> str:
    return str(Question._meta.get_field(field).verbose_name)  # type: ignore[union-attr]  # a column, no relation


def rule_issue(question: Question, rule: str, questionnaire: Questionnaire) -> str:
    """Why a rule of a stored question is rejected, as a sentence; "" when it is valid."""
    labels = {name: row.label or name for name, row in questionnaire.questions.items()}
    element = questionnaire.elements[question.name]
    return expression_issue(getattr(question, rule), rule) or condition_issue(
        element, rule, questionnaire.elements, labels
    )


def expression_issue(written: str, field: str) -> str:
    """Why an expression cannot be read, as a sentence; "" when it can."""
    if not written.strip() or (field == "required" and written.strip().lower() in ALWAYS):
        return ""
    try:
        parse(written)
    except ExpressionError as error:
        return expression_message(error)
    return ""


def condition_issue(element: Element, rule: str, elements: Elements, labels: Mapping[str, str]) -> str:
    """Why an expression that can be read cannot work, as a sentence; "" when it can."""
    issue = find_issue(element, rule, elements)
    return _condition_message(issue, labels) if issue else ""


def _condition_message(issue: ConditionIssue, labels: Mapping[str, str]) -> str:
    details = {
        **issue.details,
        "name": issue.name,
        "label": Truncator(labels.get(issue.name, issue.name)).chars(60),
    }
    if issue.code == "choice":
        details["codes"] = join_list(issue.details["codes"].split()[:12])
    sentences = {
        "unknown": _("there is no question named “%(name)s”. Did you mean “%(close)s”?")
        if issue.details.get("close")
        else _("there is no question named “%(name)s”."),
        "unquoted": _("write ${%(name)s} for the answer to the question “%(name)s”.")
        if issue.details.get("is_question")
        else _("write “%(name)s” in quotation marks: '%(name)s'."),
        "column": _("the choices have no column “%(name)s”."),
        "choice": _("“%(label)s” has no choice with the code “%(value)s”. Its codes are: %(codes)s."),
        "text": _("the answer to “%(label)s” is a number and cannot be compared with “%(value)s”."),
        "date": _("the answer to “%(label)s” is a date. Compare it with a date such as %(example)s."),
        "value": _("no answer to “%(label)s” makes the comparison with “%(value)s” true."),
        "unanswered": _("“%(label)s” has no answer that could be compared."),
        "never": _("this condition can never be true."),
    }
    return interpolate(sentences[issue.code], example=isolated("'2026-11-27'"), **details)


def expression_message(error: ExpressionError) -> str:
    """The message for an expression's error."""
    sentences = {
        "syntax": _("cannot be read from character %(at)s: “%(detail)s”."),
        "function": _("the function “%(detail)s” does not exist."),
        "arguments": _("“%(detail)s” has too few or too many arguments."),
        "pattern": _("this pattern cannot be used: “%(detail)s”."),
        "deep": _("is nested too deeply."),
        "long": _("is longer than %(detail)s characters."),
    }
    return interpolate(sentences[error.code], detail=error.detail, at=error.at)
