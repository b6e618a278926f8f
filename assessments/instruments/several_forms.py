"""The forms that add several questions and that place one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from assessments.instruments.choice_fields import read_lines
from assessments.instruments.forms import GroupField, groups_in
from assessments.instruments.models import InstrumentVersion, Question
from assessments.instruments.queries import CONTAINERS, WITH_CHOICES, Questionnaire
from assessments.instruments.several import NewQuestion
from portal.languages.numbers import interpolate
from portal.ui.forms import PortalForm, set_choices, set_querysets

Type = Question.Type
LONG = "long"
EMPTY_ROWS, MAX_ROWS = 10, 200
TYPES: list[tuple[str, Any]] = [
    ("", _("By the choices")),
    (Type.SELECT_ONE, _("Select one")),
    (Type.SELECT_MULTIPLE, _("Select many")),
    (Type.RANK, _("Ranking")),
    (Type.TEXT, _("Text")),
    (LONG, _("Text, several lines")),
    (Type.INTEGER, _("Whole number")),
    (Type.DECIMAL, _("Decimal number")),
    (Type.DATE, _("Date")),
    (Type.RATING, _("Task to rate on both scales")),
    (Type.NOTE, _("Note")),
    (Type.FILE, _("File")),
]
NOT_REQUIRED = (Type.NOTE, Type.RATING)


@dataclass(frozen=True)
class QuestionInput:
    """A row as typed. `is_required` is "1" or ""."""

    label: str = ""
    type: str = ""
    is_required: str = ""
    choices: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.label or self.choices)


@dataclass(frozen=True)
class TypedQuestions:
    """The rows of the table, and text that was pasted below it."""

    rows: tuple[QuestionInput, ...]
    pasted: str


class QuestionRowsWidget(forms.Widget):
    template_name = "assessments/instruments/widgets/question_rows.html"
    input_type = "rows"
    row_errors: dict[int, str]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> TypedQuestions:  # noqa: ARG002
        parts = ("label", "type", "required", "choices")
        columns = [data.getlist(f"{name}-{part}") if hasattr(data, "getlist") else [] for part in parts]
        rows = [QuestionInput(*(cell.strip() for cell in cells)) for cells in zip(*columns, strict=False)]
        return TypedQuestions(tuple(rows), data.get(name, ""))

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = value if isinstance(value, TypedQuestions) else TypedQuestions((), "")
        filled = [row for row in typed.rows if not row.is_empty]
        spare = max(1, EMPTY_ROWS - len(filled))
        found = getattr(self, "row_errors", {})
        return context | {
            "rows": [
                (row, found.get(n, "")) for n, row in enumerate([*filled, *[QuestionInput()] * spare], 1)
            ],
            "empty": QuestionInput(),
            "types": TYPES,
            "pasted": typed.pasted,
        }


class QuestionRowsField(forms.Field):
    """The questions of the rows. Errors stand at their row; pasted text becomes rows first."""

    widget = QuestionRowsWidget

    def clean(self, value: TypedQuestions) -> list[NewQuestion]:
        rows = [row for row in value.rows if not row.is_empty]
        if not rows:
            raise ValidationError(_("Enter at least one question."), code="required")
        if len(rows) > MAX_ROWS:
            message = _("Enter %(n)s questions or fewer at once.")
            raise ValidationError(message, code="many", params={"n": MAX_ROWS})
        self.widget.row_errors = {}
        questions = []
        for number, row in enumerate(rows, 1):
            try:
                questions.append(_question_of(row))
            except ValidationError as error:
                self.widget.row_errors[number] = " ".join(error.messages)
        if self.widget.row_errors:
            raise ValidationError(
                [interpolate(_("Question %(n)s: %(problem)s"), n=n, problem=text)
                 for n, text in self.widget.row_errors.items()]
            )  # fmt: skip
        return questions


def _question_of(row: QuestionInput) -> NewQuestion:
    if not row.label:
        raise ValidationError(_("Enter the question."))
    kind = row.type or (Type.SELECT_ONE if row.choices else Type.TEXT)
    if kind not in dict(TYPES):
        raise ValidationError(_("Choose a type."))
    if kind in WITH_CHOICES and not row.choices:
        raise ValidationError(_("Enter at least one choice."))
    if kind not in WITH_CHOICES and row.choices:
        raise ValidationError(_("Questions of this type have no choices."))
    return NewQuestion(
        label=row.label,
        type=Type.TEXT if kind == LONG else kind,
        is_required=bool(row.is_required) and kind not in NOT_REQUIRED,
        is_long=kind == LONG,
        choices=read_lines(row.choices),
    )


def read_pasted(text: str) -> list[QuestionInput]:
    """Questions of a spreadsheet (question, type, required, choices separated by semicolons) or of a document: one a
    line, choices after a dash, a star before a required question.
    """
    rows: list[QuestionInput] = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("\t")]
        words = cells[0]
        choice = re.match(r"[-–—•·]\s*(.+)", words)
        if choice and rows:
            last = rows[-1]
            rows[-1] = QuestionInput(
                last.label, last.type, last.is_required, f"{last.choices}\n{choice[1]}".strip()
            )
        elif words:
            rows.append(_row_of(words, [*cells[1:], "", "", ""]))
    return rows


def _row_of(words: str, cells: list[str]) -> QuestionInput:
    by_label = {str(label).casefold(): code for code, label in TYPES if code}
    kind = next((code for label, code in by_label.items() if cells[0].casefold() in (label, code)), "")
    optional = ("", "0", "-", "no", "false", str(_("Optional")).casefold())
    required = words.startswith("*") or cells[1].casefold() not in optional
    choices = "\n".join(part.strip() for part in re.split(r"[;\n]", cells[2]) if part.strip())
    return QuestionInput(words.lstrip("* ").strip(), str(kind), "1" if required else "", choices)


class SeveralQuestionsForm(PortalForm):
    parent = GroupField(
        label=_("Section"), queryset=Question.objects.none(), required=False,
        empty_label=_("No section (end of the questionnaire)"),
    )  # fmt: skip
    rows = QuestionRowsField(
        label=_("Questions"), help_text=_("Rows left empty are ignored. Enter one choice per line."),
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: InstrumentVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_querysets(self, parent=groups_in(version))


class PlaceForm(PortalForm):
    """`to` is first:, in:<group> or after:<question>."""

    to = forms.ChoiceField(label=_("Place"))

    def __init__(self, *args: Any, questionnaire: Questionnaire, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, to=[("", _("Choose a place")), *_places(questionnaire, question)])


def _places(questionnaire: Questionnaire, question: Question) -> Iterable[tuple[str, str]]:
    yield "first:", str(_("At the beginning of the questionnaire"))
    inside = {question.name}
    for row in questionnaire.questions.values():
        if row.name in inside or row.element.parent in inside:
            inside.add(row.name)
            continue
        label = Truncator(row.label or row.name).chars(80)
        if row.type in CONTAINERS:
            yield f"in:{row.name}", interpolate(_("In “%(label)s”, at the beginning"), label=label)
        yield f"after:{row.name}", interpolate(_("After “%(label)s”"), label=label)
