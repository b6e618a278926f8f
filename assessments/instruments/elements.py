"""Evaluate a response: which questions are relevant, calculated values, and issues.

Pure: the date of today is an argument. The browser evaluates the same expression trees.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from assessments.instruments.evaluation import Scope, Value, is_true, text
from assessments.instruments.evaluation import evaluate as value_of
from assessments.instruments.expressions import Tree, names_in

Key = tuple[str, int]  # a question's name and its occurrence: 0 outside repeats, else from 1
MAX_OCCURRENCES = 50
NOT_ASKED = frozenset({"group", "repeat", "note"})


@dataclass(frozen=True)
class Option:
    """A choice, with the columns that a filter may read."""

    name: str
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Element:
    """A question, a group or a repeat. `parent` and `repeat` are names, "" for none; expressions are trees or
    None.
    """

    name: str
    type: str
    parent: str = ""
    repeat: str = ""
    relevant: Tree | None = None
    required: Tree | None = None
    constraint: Tree | None = None
    calculation: Tree | None = None
    choice_filter: Tree | None = None
    options: tuple[Option, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def trees(self) -> list[Tree]:
        trees = (self.relevant, self.required, self.constraint, self.calculation, self.choice_filter)
        return [tree for tree in trees if tree is not None]


Elements = Mapping[str, Element]


@dataclass(frozen=True)
class AnswerIssue:
    """Why an answer cannot be submitted. `code` is required, constraint or choice."""

    name: str
    occurrence: int
    code: str


class ResponseEvaluator:
    """Evaluates one person's answers: each question's relevance and value, calculated on demand and cached."""

    def __init__(
        self, elements: Elements, answers: Mapping[Key, str], *, today: date, counts: Mapping[str, int] = {}
    ) -> None:
        """`answers` are canonical values (`values.py`). `counts` is the number of occurrences of a repeat, else
        as answered.
        """
        self.elements, self.answers, self.today = elements, answers, today
        self._counts = dict(counts)
        self._relevant: dict[Key, bool] = {}
        self._values: dict[Key, str] = {}
        self._open: set[tuple[str, Key]] = set()
        self._settled: set[str] = set()

    def occurrences(self, repeat: str) -> range:
        """The occurrences of a repeat: at least one."""
        if repeat not in self._counts:
            inside = {name for name, member in self.elements.items() if member.repeat == repeat}
            self._counts[repeat] = max((n for (name, n) in self.answers if name in inside), default=1)
        return range(1, min(max(1, self._counts[repeat]), MAX_OCCURRENCES) + 1)

    def is_relevant(self, name: str, occurrence: int = 0) -> bool:
        """Whether the question is asked: its own condition and those of all its groups are true."""
        key = (name, occurrence)
        if key not in self._relevant:
            self._settle(name)
            if ("relevant", key) in self._open:
                return False  # a circular reference: rejected when it is saved; here it must only terminate
            self._open.add(("relevant", key))
            self._relevant[key] = self._find_relevant(name, occurrence)
            self._open.discard(("relevant", key))
        return self._relevant[key]

    def value(self, name: str, occurrence: int = 0) -> str:
        """The canonical value, "" when there is none or the question is not relevant."""
        key = (name, occurrence)
        if key not in self._values:
            self._settle(name)
            if ("value", key) in self._open:
                return ""
            self._open.add(("value", key))
            self._values[key] = self._find_value(name, occurrence)
            self._open.discard(("value", key))
        return self._values[key]

    def options(self, name: str, occurrence: int = 0) -> list[Option]:
        """The choices that the filter leaves."""
        element = self.elements[name]
        if element.choice_filter is None:
            return list(element.options)
        return [
            option
            for option in element.options
            if is_true(element.choice_filter, self._scope(element, occurrence, option=option))
        ]

    def is_required(self, name: str, occurrence: int = 0) -> bool:
        element = self.elements[name]
        return element.required is not None and is_true(element.required, self._scope(element, occurrence))

    def issue(self, name: str, occurrence: int = 0) -> AnswerIssue | None:
        """The issue of one question, or None."""
        element = self.elements[name]
        if element.type in NOT_ASKED or element.type == "calculate" or not self.is_relevant(name, occurrence):
            return None
        value = self.value(name, occurrence)
        if not value:
            return AnswerIssue(name, occurrence, "required") if self.is_required(name, occurrence) else None
        if element.choice_filter is not None and not self._is_still_offered(element, occurrence, value):
            return AnswerIssue(name, occurrence, "choice")
        scope = self._scope(element, occurrence, itself=value)
        if element.constraint is not None and not is_true(element.constraint, scope):
            return AnswerIssue(name, occurrence, "constraint")
        return None

    def issues(self) -> Iterator[AnswerIssue]:
        """All issues, in the questionnaire's order."""
        for name, element in self.elements.items():
            for occurrence in self.occurrences(element.repeat) if element.repeat else (0,):
                problem = self.issue(name, occurrence)
                if problem:
                    yield problem

    def values_to_store(self) -> dict[Key, str]:
        """The values to store on submission: answers to relevant questions and calculated values only."""
        values = {}
        for name, element in self.elements.items():
            if element.type in NOT_ASKED:
                continue
            for occurrence in self.occurrences(element.repeat) if element.repeat else (0,):
                value = self.value(name, occurrence)
                if value:
                    values[name, occurrence] = value
        return values

    def _settle(self, name: str) -> None:
        """Evaluate the dependencies of a question first, iteratively: a chain of a hundred dependent questions
        would exceed Python's recursion limit.
        """
        if name in self._settled:
            return
        self._settled.add(name)
        path = {name: iter(_needed_by(self.elements[name], self.elements))}
        while path:
            here, left = next(reversed(path.items()))
            other = next(left, None)
            if other is not None and other not in self._settled:
                self._settled.add(other)
                path[other] = iter(_needed_by(self.elements[other], self.elements))
            elif other is None:
                del path[here]
                if here != name:
                    element = self.elements[here]
                    for occurrence in self.occurrences(element.repeat) if element.repeat else (0,):
                        self.value(here, occurrence)

    def _find_relevant(self, name: str, occurrence: int) -> bool:
        element = self.elements[name]
        if element.parent:
            parent = self.elements[element.parent]
            if not self.is_relevant(parent.name, occurrence if parent.repeat else 0):
                return False
        return element.relevant is None or is_true(element.relevant, self._scope(element, occurrence))

    def _find_value(self, name: str, occurrence: int) -> str:
        element = self.elements[name]
        if not self.is_relevant(name, occurrence):
            return ""
        if element.calculation is None:
            return self.answers.get((name, occurrence), "")
        value = text(value_of(element.calculation, self._scope(element, occurrence)))
        return "" if value == "NaN" else value[:500]

    def _is_still_offered(self, element: Element, occurrence: int, value: str) -> bool:
        offered = {option.name for option in self.options(element.name, occurrence)}
        chosen = value.split() if element.type in ("select_multiple", "rank") else [value]
        return set(chosen) <= offered

    def _scope(
        self, element: Element, occurrence: int, *, itself: str = "", option: Option | None = None
    ) -> Scope:
        def lookup(name: str) -> Value:
            other = self.elements.get(name)
            if other is None:
                return ""
            if not other.repeat:
                return self.value(name)
            if other.repeat in (element.repeat, element.name) and occurrence:
                return self.value(name, occurrence)
            return [self.value(name, n) for n in self.occurrences(other.repeat)]

        def column(name: str) -> str:
            if option is None:
                return ""
            return option.name if name == "name" else option.columns.get(name, "")

        return Scope(lookup, today=self.today, itself=itself, column=column)


def find_cycle(elements: Elements) -> list[str]:
    """Names of questions that depend on one another, the first cycle found; [] when there is none."""
    dependencies = {name: _needed_by(element, elements) for name, element in elements.items()}
    done: set[str] = set()
    for start in elements:
        path = {} if start in done else {start: iter(dependencies[start])}
        while path:
            name, left = next(reversed(path.items()))
            other = next(left, None)
            if other is None:
                del path[name]
                done.add(name)
            elif other in path:
                names = list(path)
                return names[names.index(other) :]
            elif other not in done:
                path[other] = iter(dependencies[other])
    return []


def _needed_by(element: Element, elements: Elements) -> list[str]:
    """What the question's own value or relevance depends on. A constraint reads the value and does not affect
    it.
    """
    trees = [tree for tree in (element.relevant, element.calculation) if tree is not None]
    named = [name for tree in trees for name in names_in(tree) if name in elements]
    return [*named, element.parent] if element.parent else named
