"""A form field for a condition: rows of question, operator and answer, or an expression for experts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from assessments.instruments.conditions import (
    NOT_COMPARED,
    NUMBERS,
    OPERATORS,
    WITHOUT_VALUE,
    Condition,
    ConditionRow,
    codes_of,
    operators_of,
    read_condition,
    write_condition,
)
from assessments.instruments.elements import Element
from assessments.instruments.expressions import ExpressionError, parse
from assessments.instruments.queries import LocalisedQuestion, Questionnaire
from assessments.instruments.values import UnreadableError, read

SPARE_ROWS = 2
OPERATOR_LABELS: Mapping[str, Any] = {
    "eq": _("is"), "ne": _("is not"), "lt": _("is less than, or before"), "le": _("is at most"),
    "gt": _("is more than, or after"), "ge": _("is at least"), "includes": _("includes"),
    "lacks": _("does not include"), "answered": _("is answered"), "unanswered": _("is not answered"),
}  # fmt: skip
JOINS = [("and", _("All of these are true")), ("or", _("At least one of these is true"))]
_INPUTS = {"date": "date", "time": "time", "datetime": "datetime-local"}
_UNREADABLE = {
    "integer": _("Condition %(n)s: enter a whole number."),
    "decimal": _("Condition %(n)s: enter a number."),
    "range": _("Condition %(n)s: enter a number that can be answered."),
    "date": _("Condition %(n)s: enter a date."),
    "time": _("Condition %(n)s: enter a time of day."),
    "moment": _("Condition %(n)s: enter a date and a time."),
}


@dataclass(frozen=True)
class TypedCondition:
    """What was posted: the rows, the expression, and the expression that the page showed at first. `condition` is
    None without the rows' fields, which a browser leaves out while somebody writes the expression.
    """

    expression: str
    shown: str
    condition: Condition | None


@dataclass(frozen=True)
class ComparedQuestion:
    """A question that a condition can read, as the page needs it."""

    name: str
    label: str
    operators: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    input: str


class ConditionQuestions:
    """The questions that the conditions of one question can read: all others with an answer."""

    def __init__(self, questionnaire: Questionnaire, *, but: str = "") -> None:
        rows = [
            row
            for row in questionnaire.questions.values()
            if row.name != but and row.type not in NOT_COMPARED
        ]
        self.elements = {row.name: row.element for row in rows}
        self.compared = [_compared(row) for row in rows]

    def read(self, expression: str) -> Condition | None:
        """The rows of an expression, none for an empty one; None if rows cannot express it."""
        if not expression.strip():
            return Condition()
        try:
            return read_condition(parse(expression), self.elements)
        except ExpressionError:
            return None


def _compared(row: LocalisedQuestion) -> ComparedQuestion:
    label = Truncator(row.label or row.name).chars(80)
    if row.question.scale:
        label = f"{label} ({row.question.get_scale_display()})"
    choices = row.options or tuple((code, "–" if code == "na" else code) for code in codes_of(row.element))
    return ComparedQuestion(
        row.name, label, operators_of(row.element), choices, _INPUTS.get(row.type, "text")
    )


class ConditionWidget(forms.Widget):
    template_name = "assessments/instruments/widgets/condition.html"
    input_type = "rows"
    questions: ConditionQuestions

    def value_from_datadict(self, data: Any, files: Any, name: str) -> TypedCondition:  # noqa: ARG002
        return TypedCondition(
            data.get(name, ""), data.get(f"{name}-shown", ""), _posted_condition(data, name, self.questions)
        )

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = value if isinstance(value, TypedCondition) else TypedCondition(value or "", value or "", None)
        condition = typed.condition or self.questions.read(typed.expression)
        rows = [*condition.rows, *[ConditionRow("", "")] * SPARE_ROWS] if condition else []
        return context | {
            "typed": typed,
            "condition": condition,
            "rows": [self._row(row) for row in rows],
            "template_row": self._row(ConditionRow("", "")),
            "is_complex": condition is None,
            "joins": JOINS,
            "questions": self.questions.compared,
            "data": {
                one.name: {"operators": one.operators, "choices": one.choices, "input": one.input}
                for one in self.questions.compared
            },
            "without_value": list(WITHOUT_VALUE),
        }

    def _row(self, row: ConditionRow) -> dict[str, Any]:
        question = next((one for one in self.questions.compared if one.name == row.name), None)
        labels = dict(question.choices) if question else {}
        operators = [
            name for name in OPERATORS if not question or name in question.operators or name == row.operator
        ]
        return {
            "row": row,
            "operators": [(name, OPERATOR_LABELS[name]) for name in operators],
            "choices": question.choices if question and row.value in labels else (),
            "input": question.input if question else "text",
            "has_value": row.operator not in WITHOUT_VALUE,
        }


def _posted_condition(data: Any, name: str, questions: ConditionQuestions) -> Condition | None:
    if not hasattr(data, "getlist") or f"{name}-name" not in data:
        return None
    columns = [data.getlist(f"{name}-{part}") for part in ("name", "operator", "value")]
    rows = []
    for question, operator, value in zip(*columns, strict=False):
        element = questions.elements.get(question)
        filled = "" if operator in WITHOUT_VALUE else value.strip()
        if question or filled:
            rows.append(
                ConditionRow(question, operator, _code_of(element, filled, questions) if element else filled)
            )
    return Condition("or" if data.get(f"{name}-join") == "or" else "and", tuple(rows))


def _code_of(element: Element, typed: str, questions: ConditionQuestions) -> str:
    """A choice's code for its label, which is typed where the page has no menu of the choices."""
    if typed in codes_of(element):
        return typed
    question = next(one for one in questions.compared if one.name == element.name)
    return next((code for code, label in question.choices if label.casefold() == typed.casefold()), typed)


class ConditionField(forms.CharField):
    """The expression of the rows, or the one that was written. Errors name the row."""

    widget = ConditionWidget

    def prepare(self, questions: ConditionQuestions) -> None:
        self.widget.questions = questions

    def clean(self, value: Any) -> str:
        if not isinstance(value, TypedCondition):
            return str(super().clean(value))
        return str(super().clean(self._chosen(value, self.widget.questions)))

    def _chosen(self, typed: TypedCondition, questions: ConditionQuestions) -> str:
        before = questions.read(typed.shown)
        is_built = (
            typed.condition is not None
            and typed.condition != before
            and not (before is None and not typed.condition.rows)
        )
        is_written = typed.expression.strip() != typed.shown.strip()
        if not is_built:
            return typed.expression
        assert typed.condition is not None  # noqa: S101  # it was built
        built = self._built(typed.condition, questions)
        if is_written and typed.expression.strip() != built:
            raise ValidationError(
                _("You changed both the rows and the expression. Undo one of the two changes."), code="both"
            )
        return built

    def _built(self, condition: Condition, questions: ConditionQuestions) -> str:
        rows, issues = [], []
        for number, row in enumerate(condition.rows, 1):
            try:
                rows.append(_checked(row, number, questions))
            except ValidationError as error:
                issues.append(error)
        if issues:
            raise ValidationError(issues)
        try:
            return write_condition(Condition(condition.join, tuple(rows)), questions.elements)
        except ValueError as error:
            message = _("Condition %(n)s: an answer cannot contain both kinds of quotation marks.")
            raise ValidationError(message, code="quotes", params={"n": error.args[0]}) from error


def _checked(row: ConditionRow, number: int, questions: ConditionQuestions) -> ConditionRow:
    element = questions.elements.get(row.name)
    if element is None:
        raise _issue(_("Condition %(n)s: choose a question."), "question", number)
    if row.operator not in operators_of(element):
        sentence = _("Condition %(n)s: choose a comparison that this question allows.")
        raise _issue(sentence, "operator", number)
    if row.operator in WITHOUT_VALUE:
        return ConditionRow(row.name, row.operator)
    codes = codes_of(element)
    if codes and row.value not in codes:
        raise _issue(_("Condition %(n)s: choose one of the question’s choices."), "choice", number)
    if not row.value:
        raise _issue(_("Condition %(n)s: enter an answer."), "value", number)
    if codes or element.type not in (*NUMBERS, *_INPUTS):
        return row
    try:
        return ConditionRow(row.name, row.operator, read(element, [row.value]))
    except UnreadableError as error:
        raise _issue(_UNREADABLE[error.code], "value", number) from error


def _issue(sentence: Any, code: str, number: int) -> ValidationError:
    return ValidationError(sentence, code=code, params={"n": number})
