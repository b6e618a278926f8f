"""Evaluate expressions on the server. Pure. `static/js/expressions.js` gives the same result for every tree.

A value is a string, a number (float), a boolean, or a list of strings (all occurrences of a repeated question).
A missing answer is "". A value that is not a number is NaN, and every comparison with it is false except "is
not".
"""

import math
import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from assessments.instruments.expressions import Tree, compiled

Value = str | float | bool | list[str]
_NUMBER = re.compile(r"\s*-?(\d+(\.\d*)?|\.\d+)\s*", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?|\d\d:\d\d", re.ASCII)


class Scope:
    """What the names in an expression refer to where it is evaluated."""

    def __init__(
        self,
        lookup: Callable[[str], Value],
        *,
        today: date,
        itself: str = "",
        column: Callable[[str], str] | None = None,
    ) -> None:
        self.lookup, self.today, self.itself, self.column = lookup, today, itself, column


def evaluate(tree: Tree, scope: Scope) -> Value:
    """The value of a tree that `expressions.parse` returned."""
    kind = tree[0]
    if kind in _LEAVES:
        return _LEAVES[kind](tree, scope)
    if kind == "and":
        return truth(evaluate(tree[1], scope)) and truth(evaluate(tree[2], scope))
    if kind == "or":
        return truth(evaluate(tree[1], scope)) or truth(evaluate(tree[2], scope))
    if kind == "neg":
        return -number(evaluate(tree[1], scope))
    if kind == "call":
        return _call(tree, scope)
    return _operate(kind, evaluate(tree[1], scope), evaluate(tree[2], scope))


def is_true(tree: Tree, scope: Scope) -> bool:
    return truth(evaluate(tree, scope))


def truth(value: Value) -> bool:
    if isinstance(value, float):
        return bool(value) and not math.isnan(value)
    return bool(text(value)) if isinstance(value, list) else bool(value)


def number(value: Value) -> float:
    """The value as a number, NaN when it is none."""
    if isinstance(value, (bool, float, int)):
        return float(value)
    string = text(value)
    return float(string) if _NUMBER.fullmatch(string) else math.nan


def text(value: Value) -> str:
    """The value as a string: numbers as JavaScript formats them, a list as its first item."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return value[0] if value else ""
    if isinstance(value, str):
        return value
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == int(value) and abs(value) < 1e21:
        return str(int(value))
    if 1e-6 <= abs(value) < 1e21:
        return format(Decimal(repr(value)), "f")
    return re.sub(r"e([+-])0", r"e\1", repr(value))


def _operate(operator: str, left: Value, right: Value) -> Value:
    if operator in ("=", "!="):
        return _same(left, right) is (operator == "=")
    if operator in ("<", "<=", ">", ">="):
        return _before(operator, left, right)
    if operator in ("+", "-"):
        dated = _on_dates(operator, left, right)
        if dated is not None:
            return dated
    a, b = number(left), number(right)
    return _ARITHMETIC[operator](a, b)


def _same(left: Value, right: Value) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return truth(left) is truth(right)
    if isinstance(left, (float, int)) or isinstance(right, (float, int)):
        return number(left) == number(right)
    return text(left) == text(right)


def _before(operator: str, left: Value, right: Value) -> bool:
    a: Any
    b: Any
    a, b = text(left), text(right)
    if not (_MOMENT.fullmatch(a) and _MOMENT.fullmatch(b)):
        a, b = number(left), number(right)
    return bool({"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[operator])


def _on_dates(operator: str, left: Value, right: Value) -> Value | None:
    a, b = text(left), text(right)
    if not _DATE.fullmatch(a):
        return None
    try:
        if operator == "-" and _DATE.fullmatch(b):
            return float((date.fromisoformat(a) - date.fromisoformat(b)).days)
        days = number(right)
        if math.isnan(days):
            return None
        whole_days = math.trunc(days)
        return (
            date.fromisoformat(a) + timedelta(days=whole_days if operator == "+" else -whole_days)
        ).isoformat()
    except (ValueError, OverflowError):
        return math.nan


def _divide(a: float, b: float) -> float:
    if b:
        return a / b
    if not a or math.isnan(a) or math.isnan(b):
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(
        1.0, b
    )  # JavaScript distinguishes two zeros when dividing


_ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "div": _divide,
    "mod": lambda a, b: math.fmod(a, b) if b and math.isfinite(a) else math.nan,
}
_LEAVES: dict[str, Callable[[Tree, Scope], Value]] = {
    "num": lambda tree, _scope: float(tree[1]),
    "str": lambda tree, _scope: str(tree[1]),
    "ref": lambda tree, scope: scope.lookup(tree[1]),
    "self": lambda _tree, scope: scope.itself,
    "col": lambda tree, scope: scope.column(tree[1]) if scope.column else "",
}


def _call(tree: Tree, scope: Scope) -> Value:
    name = tree[1]
    if name == "if":  # only one branch is evaluated
        return evaluate(tree[3] if is_true(tree[2], scope) else tree[4], scope)
    if name == "today":
        return scope.today.isoformat()
    return _FUNCTIONS[name]([evaluate(argument, scope) for argument in tree[2:]])


def _chosen(value: Value) -> list[str]:
    return text(value).split()


def _selected_at(args: Sequence[Value]) -> str:
    chosen, index = _chosen(args[0]), _whole(number(args[1]))
    return chosen[int(index)] if 0 <= index < len(chosen) else ""


def _round(args: Sequence[Value]) -> float:
    value, digits = number(args[0]), number(args[1]) if len(args) > 1 else 0.0
    if not (math.isfinite(value) and math.isfinite(digits)):
        return math.nan
    by = 10.0 ** max(-12, min(12, math.trunc(digits)))
    moved = value * by + 0.5
    return (math.floor(moved) if math.isfinite(moved) else moved) / by


def _numbers(args: Sequence[Value]) -> list[float]:
    values: list[Value] = []
    for value in args:
        values += value if isinstance(value, list) else [value]
    return [number(value) for value in values if value != ""]


def _sum(args: Sequence[Value]) -> float:
    total = 0.0
    for value in _numbers(args):
        total += value
    return total


def _extreme(of: Callable[..., float]) -> Callable[[Sequence[Value]], float]:
    def extreme(args: Sequence[Value]) -> float:
        numbers = _numbers(args)
        return of(numbers) if numbers and not any(map(math.isnan, numbers)) else math.nan

    return extreme


def _whole(value: float) -> float:
    return float(math.trunc(value)) if math.isfinite(value) else math.nan


def _count(args: Sequence[Value]) -> float:
    value = args[0]
    return float(sum(1 for item in (value if isinstance(value, list) else [value]) if item != ""))


_FUNCTIONS: dict[str, Callable[[Sequence[Value]], Value]] = {
    "selected": lambda args: text(args[1]) in _chosen(args[0]),
    "count-selected": lambda args: float(len(_chosen(args[0]))),
    "selected-at": _selected_at,
    "coalesce": lambda args: next((value for value in map(text, args) if value), ""),
    "regex": lambda args: compiled(text(args[1])).fullmatch(text(args[0])) is not None,
    "not": lambda args: not truth(args[0]),
    "true": lambda _args: True,
    "false": lambda _args: False,
    "number": lambda args: number(args[0]),
    "string": lambda args: text(args[0]),
    # In UTF-16 code units, as the browser counts.
    "string-length": lambda args: float(len(text(args[0]).encode("utf-16-le")) // 2),
    "concat": lambda args: "".join(map(text, args)),
    "contains": lambda args: text(args[1]) in text(args[0]),
    "starts-with": lambda args: text(args[0]).startswith(text(args[1])),
    "ends-with": lambda args: text(args[0]).endswith(text(args[1])),
    "int": lambda args: _whole(number(args[0])),
    "round": _round,
    "abs": lambda args: abs(number(args[0])),
    "min": _extreme(min),
    "max": _extreme(max),
    "sum": _sum,
    "count": _count,
}
