"""Form fields with rows, for browsers without JavaScript: a button adds, removes or moves a row and saves nothing."""

import contextlib
import copy
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms

from assessments.instruments.choice_fields import ChoiceInput, TypedChoices
from assessments.instruments.condition_fields import ConditionRow, TypedCondition
from assessments.instruments.several_forms import QuestionInput, TypedQuestions


def with_changed_rows(form: Any, action: str) -> Any:
    """The same form with everything that was typed, unchecked, after `action`: field, act and row number, joined by
    colons.
    """
    name, _sep, rest = action.partition(":")
    act, _sep, number = rest.partition(":")
    shown = copy.copy(form)
    shown.initial = {**form.initial, **{field.name: field.data for field in form if not _is_file(field)}}
    shown.is_bound, shown.data, shown.files, shown._errors, shown._bound_fields_cache = (
        False,
        {},
        {},
        None,
        {},
    )
    if name in form.fields and number.isdecimal():
        shown.initial[name] = _changed(shown.initial[name], act, int(number) - 1)
    return shown


def _is_file(field: Any) -> bool:
    return isinstance(field.field, forms.FileField)


def _changed(value: Any, act: str, index: int) -> Any:
    if isinstance(value, TypedChoices):
        rows = _moved(value.rows, act, index)
        return replace(value, rows=(*rows, ChoiceInput("", "")) if act == "add" else rows)
    if isinstance(value, TypedQuestions):
        rows = _moved(value.rows, act, index)
        return replace(value, rows=(*rows, QuestionInput()) if act == "add" else rows)
    if isinstance(value, TypedCondition) and value.condition:
        rows = _moved(value.condition.rows, act, index)
        added = (*rows, ConditionRow("", "")) if act == "add" else rows
        return replace(value, condition=replace(value.condition, rows=added))
    return value


def _moved(rows: Sequence[Any], act: str, index: int) -> tuple[Any, ...]:
    changed = list(rows)
    with contextlib.suppress(IndexError):
        if act == "remove":
            del changed[index]
        elif act in ("up", "down"):
            other = index + (-1 if act == "up" else 1)
            if other >= 0:
                changed[index], changed[other] = changed[other], changed[index]
    return tuple(changed)
