"""Conditions as rows of question, operator and answer, which a page can build, and as expressions. Pure.

`read_condition` recognises what `write_condition` writes and the usual variants of it; other expressions have no rows.
"""

from dataclasses import dataclass

from assessments.instruments.elements import Element, Elements
from assessments.instruments.expressions import Tree
from assessments.instruments.values import CONSENT, RATINGS

SYMBOLS = {"eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
ANSWERED, UNANSWERED, INCLUDES, LACKS = "answered", "unanswered", "includes", "lacks"
WITHOUT_VALUE = (ANSWERED, UNANSWERED)
OPERATORS = (*SYMBOLS, INCLUDES, LACKS, *WITHOUT_VALUE)
NUMBERS = ("integer", "decimal", "range")
MOMENTS = ("date", "time", "datetime")
NOT_COMPARED = ("group", "repeat", "note")
_OPPOSITE = {INCLUDES: LACKS, LACKS: INCLUDES, "eq": "ne", "ne": "eq"}
_MIRRORED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True)
class ConditionRow:
    """One comparison. `value` is a choice's code, a number or text as in an expression; "" without a value."""

    name: str
    operator: str
    value: str = ""


@dataclass(frozen=True)
class Condition:
    """`join` is "and" or "or"."""

    join: str = "and"
    rows: tuple[ConditionRow, ...] = ()


def operators_of(element: Element) -> tuple[str, ...]:
    """The operators that make sense for its answers."""
    if element.type == "select_multiple":
        return (INCLUDES, LACKS, *WITHOUT_VALUE)
    if element.type in ("rank", "file", "acknowledge"):
        return WITHOUT_VALUE
    if element.type in (*NUMBERS, *MOMENTS, "rating", "calculate") or _has_numeric_codes(element):
        return (*SYMBOLS, *WITHOUT_VALUE)
    return ("eq", "ne", *WITHOUT_VALUE)


def codes_of(element: Element) -> tuple[str, ...]:
    """The values that its answer can have, if they are listed."""
    if element.type == "rating":
        return RATINGS
    return tuple(option.name for option in element.options)


def _has_numeric_codes(element: Element) -> bool:
    return bool(element.options) and all(option.name.isdecimal() for option in element.options)


def write_condition(condition: Condition, elements: Elements) -> str:
    """The expression. Raises ValueError with the number of the row (from 1) that has both kinds of quotation marks."""
    parts = []
    for number, row in enumerate(condition.rows, 1):
        try:
            parts.append(_written(row, elements[row.name]))
        except ValueError as error:
            raise ValueError(number) from error
    return f" {condition.join} ".join(parts)


def _written(row: ConditionRow, element: Element) -> str:
    answer = f"${{{row.name}}}"
    if row.operator in WITHOUT_VALUE:
        return f"{answer} {'!=' if row.operator == ANSWERED else '='} ''"
    if row.operator in (INCLUDES, LACKS):
        selected = f"selected({answer}, {_quoted(row.value)})"
        return selected if row.operator == INCLUDES else f"not({selected})"
    value = row.value if _is_compared_as_number(row, element) else _quoted(row.value)
    return f"{answer} {SYMBOLS[row.operator]} {value}"


def _is_compared_as_number(row: ConditionRow, element: Element) -> bool:
    is_number = row.value.lstrip("-").replace(".", "", 1).isdecimal()
    return is_number and (element.type in NUMBERS or row.operator not in ("eq", "ne"))


def _quoted(text: str) -> str:
    if "'" not in text:
        return f"'{text}'"
    if '"' in text:
        raise ValueError(text)
    return f'"{text}"'


def read_condition(tree: Tree, elements: Elements) -> Condition | None:
    """The rows of an expression, or None if rows cannot express it."""
    join = tree[0] if tree[0] in ("and", "or") else "and"
    rows = [_row(part, elements) for part in _parts(tree, join)]
    found = tuple(row for row in rows if row is not None)
    return Condition(join, found) if len(found) == len(rows) else None


def _parts(tree: Tree, join: str) -> list[Tree]:
    return [*_parts(tree[1], join), *_parts(tree[2], join)] if tree[0] == join else [tree]


def _row(tree: Tree, elements: Elements) -> ConditionRow | None:
    if tree[:2] == ["call", "not"]:
        inner = _row(tree[2], elements)
        opposite = {INCLUDES: LACKS, LACKS: INCLUDES, "eq": "ne", "ne": "eq"}
        return (
            ConditionRow(inner.name, opposite[inner.operator], inner.value)
            if inner and inner.operator in opposite
            else None
        )
    if tree[:2] == ["call", "selected"]:
        return _checked(_name(tree[2]), INCLUDES, _fixed(tree[3]), elements)
    if tree[0] not in _MIRRORED:
        return None
    left, right, symbol = tree[1], tree[2], tree[0]
    if not _name(left):
        left, right, symbol = right, left, _MIRRORED[symbol]
    operator = next(name for name, sign in SYMBOLS.items() if sign == symbol)
    return _checked(_name(left), operator, _fixed(right), elements)


def _checked(name: str, operator: str, value: str | None, elements: Elements) -> ConditionRow | None:
    element = elements.get(name)
    if element is None or value is None or element.type in NOT_COMPARED:
        return None
    if element.type == "select_one" and operator == INCLUDES:
        operator = "eq"
    if element.type == "acknowledge" and value == CONSENT and operator in ("eq", "ne"):
        operator, value = (ANSWERED if operator == "eq" else UNANSWERED), ""
    elif value == "" and operator in ("eq", "ne"):
        operator = UNANSWERED if operator == "eq" else ANSWERED
    if operator not in operators_of(element):
        return None
    codes = codes_of(element)
    return ConditionRow(name, operator, value) if not (value and codes) or value in codes else None


def _name(tree: Tree) -> str:
    return str(tree[1]) if tree[0] == "ref" else ""


def _fixed(tree: Tree) -> str | None:
    if tree[0] in ("str", "num"):
        return f"{tree[1]}"
    return f"-{tree[1][1]}" if tree[0] == "neg" and tree[1][0] == "num" else None
