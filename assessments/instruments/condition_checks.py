"""Find conditions that cannot work: unknown questions and choices, comparisons and conditions that are never true.

Pure. Only comparisons of one answer with one fixed value are judged, so a correct condition is never refused: its
values are tried out with the evaluator itself, just below, at and just above each number or date it mentions.
"""

import difflib
import itertools
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from assessments.instruments.elements import NOT_ASKED, Element, Elements
from assessments.instruments.evaluation import Scope, Value, is_true, number, text
from assessments.instruments.expressions import Tree, names_in
from assessments.instruments.values import CONSENT, RATINGS, span_of

COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
NUMBERS = ("integer", "decimal", "range")
CONDITIONS = ("relevant", "required", "constraint")  # the others are values, which may be anything
MAX_STEPS = 1_000
MAX_CODES = 6  # combinations of more choices are not tried out
ITSELF = "."
_ANY_DAY = date(2000, 1, 1)


@dataclass(frozen=True)
class ConditionIssue:
    """`code`: unknown, unquoted, column, choice, text, date, value, unanswered or never. `name` is the question that
    is compared.
    """

    code: str
    name: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


def find_issue(element: Element, rule: str, elements: Elements) -> ConditionIssue | None:
    """The first reason why the rule of that name cannot work, or None."""
    tree = getattr(element, rule)
    if tree is None:
        return None
    own = replace(element, constraint=None)  # its own limit does not make the same limit impossible
    known = {**elements, element.name: own, ITSELF: own}
    for issue in itertools.chain(_of_names(tree, element, rule, elements), _of_comparisons(tree, known)):
        return issue
    if rule in CONDITIONS and _is_never_true(tree, known):
        return ConditionIssue("never")
    return None


def _of_names(tree: Tree, element: Element, rule: str, elements: Elements) -> Iterator[ConditionIssue]:
    for name in names_in(tree):
        if name not in elements:
            close = difflib.get_close_matches(name, elements, n=1)
            yield ConditionIssue("unknown", name, {"close": close[0] if close else ""})
    columns = {"name", *(column for option in element.options for column in option.columns)}
    for word in _words(tree):
        if rule != "choice_filter":
            yield ConditionIssue("unquoted", word, {"is_question": "1" if word in elements else ""})
        elif word not in columns:
            yield ConditionIssue("column", word)


def _words(tree: Tree) -> Iterator[str]:
    """Words without quotation marks, which are read as columns of the choices."""
    if tree[0] == "col":
        yield tree[1]
    for branch in _branches(tree):
        yield from _words(branch)


def _branches(tree: Tree) -> Iterator[Tree]:
    return (branch for branch in tree[1:] if isinstance(branch, list))


def _of_comparisons(tree: Tree, known: Elements) -> Iterator[ConditionIssue]:
    atom = _atom(tree)
    if atom is not None and atom.name in known:
        issue = _of_atom(atom, known[atom.name])
        if issue:
            yield issue
        return
    for branch in _branches(tree):
        yield from _of_comparisons(branch, known)


@dataclass(frozen=True)
class _Atom:
    """A comparison of the answer to `name` with a fixed value."""

    tree: Tree
    name: str
    value: Value


def _atom(tree: Tree) -> _Atom | None:
    if tree[0] in COMPARISONS:
        sides = tree[1], tree[2]
    elif tree[:2] == ["call", "selected"]:
        sides = tree[2], tree[3]
    else:
        return None
    for variable, fixed in (sides, sides[::-1]):
        name, value = _variable(variable), _fixed(fixed)
        if name and value is not None:
            return _Atom(tree, name, value)
    return None


def _variable(tree: Tree) -> str:
    return ITSELF if tree == ["self"] else str(tree[1]) if tree[0] == "ref" else ""


def _fixed(tree: Tree) -> Value | None:
    if tree[0] in ("str", "num"):
        return str(tree[1]) if tree[0] == "str" else float(tree[1])
    return -float(tree[1][1]) if tree[0] == "neg" and tree[1][0] == "num" else None


def _of_atom(atom: _Atom, element: Element) -> ConditionIssue | None:
    if element.type in NOT_ASKED:
        return ConditionIssue("unanswered", element.name)
    if element.options and isinstance(atom.value, str) and atom.tree[0] in ("=", "!=", "call"):
        codes = [option.name for option in element.options]
        unknown = [code for code in atom.value.split() if code not in codes]
        if unknown:
            return ConditionIssue("choice", element.name, {"value": unknown[0], "codes": " ".join(codes)})
    tried = _values(element, [atom.value])
    if tried is None or any(_is_true([atom.tree], atom.name, value) for value in tried):
        return None
    return ConditionIssue(_misfit(element, atom.value), element.name, {"value": text(atom.value)})


def _misfit(element: Element, value: Value) -> str:
    if element.type in NUMBERS and math.isnan(number(value)):
        return "text"
    return "date" if element.type == "date" else "value"


def _is_never_true(tree: Tree, known: Elements) -> bool:
    """Whether each alternative contains contradictory comparisons of one answer, or no answer at all matters."""
    if not any(_reads_something(leaf) for leaf in _leaves(tree)):
        return not is_true(tree, Scope(lambda _name: "", today=_ANY_DAY))
    return all(_is_contradictory(list(_parts(one, "and")), known) for one in _parts(tree, "or"))


def _leaves(tree: Tree) -> Iterator[Tree]:
    yield tree
    for branch in _branches(tree):
        yield from _leaves(branch)


def _reads_something(tree: Tree) -> bool:
    return tree[0] in ("ref", "self", "col") or tree[:2] == ["call", "today"]


def _parts(tree: Tree, word: str) -> Iterator[Tree]:
    if tree[0] == word:
        yield from _parts(tree[1], word)
        yield from _parts(tree[2], word)
    else:
        yield tree


def _is_contradictory(parts: list[Tree], known: Elements) -> bool:
    by_name: dict[str, list[_Atom]] = {}
    for part in parts:
        inner = part[2] if part[:2] == ["call", "not"] else part
        atom = _atom(inner)
        if atom is not None and atom.name in known:
            by_name.setdefault(atom.name, []).append(_Atom(part, atom.name, atom.value))
    for name, atoms in by_name.items():
        tried = _values(known[name], [atom.value for atom in atoms])
        trees = [atom.tree for atom in atoms]
        if tried is not None and not any(_is_true(trees, name, value) for value in tried):
            return True
    return False


def _is_true(trees: Iterable[Tree], name: str, value: str) -> bool:
    scope = Scope(lambda other: value if other == name else "", today=_ANY_DAY, itself=value)
    return all(is_true(tree, scope) for tree in trees)


def _values(element: Element, fixed: list[Value]) -> list[str] | None:
    """Answers among which some differ in each way that comparisons with `fixed` can; None if there is no such list."""
    if element.type == "select_one":
        answers: list[str] | None = [option.name for option in element.options] or None
    elif element.type == "select_multiple":
        answers = _combinations(element, fixed)
    elif element.type in ("rating", "acknowledge"):
        answers = list(RATINGS) if element.type == "rating" else [CONSENT]
    elif element.type in NUMBERS:
        answers = _numbers(element, fixed)
    else:
        answers = _days(fixed) if element.type == "date" else None
    return None if answers is None else ["", *answers]


def _combinations(element: Element, fixed: list[Value]) -> list[str] | None:
    codes = [option.name for option in element.options]
    mentioned = {code for value in fixed for code in text(value).split()}
    others = [code for code in codes if code not in mentioned][:1]
    relevant = [code for code in codes if code in mentioned or code in others]
    if len(relevant) > MAX_CODES:
        return None
    sizes = range(1, len(relevant) + 1)
    return [" ".join(some) for size in sizes for some in itertools.combinations(relevant, size)]


def _numbers(element: Element, fixed: list[Value]) -> list[str] | None:
    step = 1.0 if element.type == "integer" else 1e-6
    low, high = -1e12, 1e12
    if element.type == "range":
        start, end, by = span_of(element)
        low, high = float(min(start, end)), float(max(start, end))
        count = int((high - low) / float(by)) + 1
        if count <= MAX_STEPS:
            return [text(float(start + by * n * (1 if end >= start else -1))) for n in range(count)]
    limits = _limits(element.constraint)
    points = [value for value in map(number, [*fixed, *(limits or [])]) if math.isfinite(value)]
    if element.type == "integer":
        points = [float(whole) for value in points for whole in (math.floor(value), math.ceil(value))]
    near = {value + by for value in points for by in (-step, 0.0, step)} | {low, high, 0.0}
    answers = [text(value) for value in sorted(near) if low <= value <= high]
    if limits is None or element.constraint is None:
        return answers
    scopes = [(answer, Scope(lambda _name: "", today=_ANY_DAY, itself=answer)) for answer in answers]
    return [answer for answer, scope in scopes if is_true(element.constraint, scope)]


def _limits(constraint: Tree | None) -> list[Value] | None:
    """The fixed values that a question's own limits compare its answer with; None if it has other limits too."""
    if constraint is None:
        return None
    parts = [part for one in _parts(constraint, "or") for part in _parts(one, "and")]
    atoms = [_atom(part) for part in parts]
    limits = [atom.value for atom in atoms if atom is not None and atom.name == ITSELF]
    return limits if len(limits) == len(parts) else None


def _days(fixed: list[Value]) -> list[str]:
    days = {_ANY_DAY}
    for value in fixed:
        try:
            day = date.fromisoformat(text(value))
            days |= {day - timedelta(days=1), day, day + timedelta(days=1)}
        except (ValueError, OverflowError):
            continue
    return [day.isoformat() for day in sorted(days)]
