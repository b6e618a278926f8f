"""Parse XLSForm expressions with one grammar into a tree of plain lists. Pure.

Both sides evaluate the tree: `evaluation.py` on the server, `static/js/expressions.js` in the browser. It is
JSON: `["and", a, b]`, `["=", a, b]`, `["num", 3]`, `["str", "yes"]`, `["ref", "years"]`, `["self"]`, `["col",
"region"]`, `["call", "selected", a, b]`. Expressions are never passed to an interpreter of Python or
JavaScript.

Source of the language: XLSForm reference, docs/glossary.md
9. Besides numbers and strings, two ISO dates or times are compared as such, days are added to a date by + and
-, and the difference of two dates is in days.
"""

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import re2
from lark import Lark, Token, Transformer, UnexpectedInput, v_args

Tree = list[Any]
MAX_LENGTHS = 2_000
MAX_DEPTH = 150

# Name -> minimum and maximum number of arguments; None: no maximum.
FUNCTIONS: dict[str, tuple[int, int | None]] = {
    "selected": (2, 2), "count-selected": (1, 1), "selected-at": (2, 2), "if": (3, 3), "coalesce": (2, None),
    "today": (0, 0), "regex": (2, 2), "not": (1, 1), "true": (0, 0), "false": (0, 0), "number": (1, 1),
    "string": (1, 1), "string-length": (1, 1), "concat": (1, None), "contains": (2, 2),
    "starts-with": (2, 2), "ends-with": (2, 2),
    "int": (1, 1), "round": (1, 2), "abs": (1, 1), "min": (1, None), "max": (1, None), "sum": (1, 1), "count": (1, 1),
}  # fmt: skip

_GRAMMAR = r"""
?start: either
?either: both
    | either "or" both          -> either
?both: same
    | both "and" same           -> both
?same: order
    | same EQUALITY order       -> operation
?order: amount
    | order RELATION amount     -> operation
?amount: product
    | amount SIGN product       -> operation
?product: single
    | product TIMES single      -> operation
?single: "-" single             -> negative
    | atom
?atom: NUMBER                   -> number
    | STRING                    -> string
    | "${" NAME "}"             -> reference
    | "."                       -> itself
    | NAME "(" [either ("," either)*] ")" -> call
    | NAME                      -> column
    | "(" either ")"
EQUALITY: "=" | "!="
RELATION: "<=" | ">=" | "<" | ">"
SIGN: "+" | "-"
TIMES: "*" | "div" | "mod"
NUMBER: /\d+(\.\d+)?|\.\d+/
STRING: /'[^']*'|"[^"]*"/
NAME: /[A-Za-z_][A-Za-z0-9_.-]*(:[A-Za-z][A-Za-z0-9-]*)?/
%ignore /\s+/
"""


class ExpressionError(ValueError):
    """An expression that cannot be parsed. `code` is syntax, function, arguments, pattern, deep or long;
    `detail` and `at` give details.
    """

    def __init__(self, code: str, *, detail: str = "", at: int = 0) -> None:
        super().__init__(f"{code} {detail}")
        self.code, self.detail, self.at = code, detail, at


@v_args(inline=True)
class _Plain(Transformer[Token, Tree]):
    """Converts the parser's tree to plain lists."""

    def either(self, left: Tree, right: Tree) -> Tree:
        return ["or", left, right]

    def both(self, left: Tree, right: Tree) -> Tree:
        return ["and", left, right]

    def operation(self, left: Tree, sign: Token, right: Tree) -> Tree:
        return [str(sign), left, right]

    def negative(self, value: Tree) -> Tree:
        return ["neg", value]

    def number(self, token: Token) -> Tree:
        if not math.isfinite(float(token)):  # JSON, in which the tree is sent to the browser, has no infinity
            raise ExpressionError("syntax", detail=str(token)[:20], at=(token.start_pos or 0) + 1)
        return ["num", float(token) if "." in token else int(token)]

    def string(self, token: Token) -> Tree:
        return ["str", str(token)[1:-1]]

    def reference(self, token: Token) -> Tree:
        return ["ref", str(token)]

    def itself(self) -> Tree:
        return ["self"]

    def column(self, token: Token) -> Tree:
        return ["col", str(token)]

    def call(self, name: Token, *arguments: Tree | None) -> Tree:
        return ["call", str(name), *(argument for argument in arguments if argument is not None)]


_PARSER = Lark(_GRAMMAR, parser="lalr", transformer=_Plain(), maybe_placeholders=False)


@lru_cache(maxsize=4096)
def _parse(text: str) -> Tree:
    try:
        tree: Any = _PARSER.parse(text)
    except UnexpectedInput as error:
        at = max(0, int(getattr(error, "pos_in_stream", 0) or 0))
        raise ExpressionError("syntax", detail=text[at : at + 20], at=at + 1) from error
    _check(tree, depth=0)
    return list(tree)


def parse(text: str) -> Tree:
    """The tree of an expression. Raises `ExpressionError`. Trees are cached and shared, so do not modify them."""
    if len(text) > MAX_LENGTHS:
        raise ExpressionError("long", detail=str(MAX_LENGTHS))
    return _parse(text.strip())


def _check(tree: Tree, *, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise ExpressionError("deep", detail=str(MAX_DEPTH))
    if tree[0] == "call":
        _check_call(tree)
    for branch in tree[1:]:
        if isinstance(branch, list):
            _check(branch, depth=depth + 1)


def _check_call(tree: Tree) -> None:
    name, arguments = tree[1], tree[2:]
    if name not in FUNCTIONS:
        raise ExpressionError("function", detail=name)
    fewest, most = FUNCTIONS[name]
    if len(arguments) < fewest or (most is not None and len(arguments) > most):
        raise ExpressionError("arguments", detail=name)
    if name == "regex":
        if arguments[1][0] != "str":
            raise ExpressionError("pattern", detail=name)
        compiled(arguments[1][1])


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> Any:
    """A pattern that both sides interpret alike, matched in linear time. Raises `ExpressionError("pattern")`."""
    if re.search(r"\(\?(?!:)|\[\[:|\\[pPAzQCZ]", pattern) or len(pattern) > 500:
        raise ExpressionError("pattern", detail=pattern[:60])
    options = re2.Options()
    options.log_errors = False  # errors are raised as exceptions
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        raise ExpressionError("pattern", detail=pattern[:60]) from error


def names_in(tree: Tree) -> Iterator[str]:
    """The names of questions that the expression reads, with repetitions."""
    if tree[0] == "ref":
        yield tree[1]
    for branch in tree[1:]:
        if isinstance(branch, list):
            yield from names_in(branch)
