"""A form field for choices: a table with a row for each, and a list to paste."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from assessments.instruments.choice_lists import ChoiceLine

CODE = re.compile(r"[^\s=|]{1,60}")
LABEL_LENGTH = 300
SPARE_ROWS = 3


@dataclass(frozen=True)
class ChoiceInput:
    """A row of the table as typed: code and columns may be empty."""

    code: str
    label: str
    columns: str = ""


@dataclass(frozen=True)
class TypedChoices:
    """The rows of the table, and lines that were pasted below it."""

    rows: tuple[ChoiceInput, ...]
    pasted: str


class ChoicesWidget(forms.Widget):
    template_name = "assessments/instruments/widgets/choices.html"
    input_type = "rows"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> TypedChoices:  # noqa: ARG002
        parts = ("code", "label", "columns")
        columns = [data.getlist(f"{name}-{part}") if hasattr(data, "getlist") else [] for part in parts]
        rows = [ChoiceInput(*(cell.strip() for cell in cells)) for cells in zip(*columns, strict=False)]
        return TypedChoices(tuple(rows), data.get(name, ""))

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = value if isinstance(value, TypedChoices) else TypedChoices(tuple(value or ()), "")
        filled = [row for row in typed.rows if row.label or row.code]
        return context | {
            "rows": [*filled, *[ChoiceInput("", "")] * SPARE_ROWS],
            "empty": ChoiceInput("", ""),
            "pasted": typed.pasted,
            "has_columns": any(row.columns for row in filled),
        }


class ChoicesField(forms.Field):
    """Choices in their order, with a code for each. Rows without a label are left out."""

    widget = ChoicesWidget

    def clean(self, value: Any) -> list[ChoiceLine]:
        typed = value if isinstance(value, TypedChoices) else TypedChoices(tuple(value or ()), "")
        rows = [row for row in typed.rows if row.label]
        _check_rows(rows)
        used = {row.code for row in rows if row.code}
        lines = []
        for row in rows:
            code = row.code or code_for(row.label, used)
            used.add(code)
            lines.append(ChoiceLine(code, row.label, _columns(row.columns.split("|"))))
        return [*lines, *read_lines(typed.pasted, used)]


def _check_rows(rows: Sequence[ChoiceInput]) -> None:
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        if row.code and not CODE.fullmatch(row.code):
            message = _("Choice %(n)s: a code has no spaces, “=” or “|” and at most 60 characters.")
            raise ValidationError(message, code="code", params={"n": number})
        if row.code and row.code in seen:
            message = _("Choice %(n)s: the code “%(code)s” is already used above.")
            raise ValidationError(message, code="code", params={"n": number, "code": row.code})
        if len(row.label) > LABEL_LENGTH:
            message = _("Choice %(n)s: enter %(most)s characters or fewer.")
            raise ValidationError(message, code="long", params={"n": number, "most": LABEL_LENGTH})
        seen.add(row.code)


def read_lines(text: str, used: Iterable[str] = ()) -> list[ChoiceLine]:
    """Choices of a pasted list: labels only, or a code, an equals sign and a label. Raises ValidationError."""
    return list(_lines(text, set(used)))


def code_for(label: str, used: set[str]) -> str:
    """A code that is not used yet: the first letters of the label, or a number for labels in other scripts."""
    base = slugify(label)[:20].strip("-").replace("-", "_")
    codes = itertools.chain([base] if base else [], (f"{base or 'c'}_{n}" for n in itertools.count(1)))
    return next(code for code in codes if code not in used)


def _columns(cells: Iterable[str]) -> dict[str, str]:
    pairs = (cell.split(":", 1) for cell in cells if ":" in cell)
    return {name.strip(): value.strip() for name, value in pairs}


def _lines(text: str, seen: set[str]) -> Iterator[ChoiceLine]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        head, *tail = [cell.strip() for cell in line.split("|")]
        code, sign, label = (cell.strip() for cell in head.partition("="))
        if not sign:
            code, label = code_for(code, seen), code
        elif not label or not CODE.fullmatch(code):
            raise ValidationError(
                _("Line %(n)s: enter a label only, or a code without spaces, an equals sign and a label."),
                params={"n": number},
            )
        if code in seen:
            raise ValidationError(
                _("Line %(n)s: the code “%(code)s” is already used above."),
                params={"n": number, "code": code},
            )
        seen.add(code)
        yield ChoiceLine(code, label, _columns(tail))
