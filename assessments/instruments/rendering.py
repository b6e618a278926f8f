"""Prepare one page of a questionnaire for its template: values, visibility, and the data for the browser.

Used for responding and for previews of draft versions.
"""

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from assessments.instruments.elements import MAX_OCCURRENCES, Key, ResponseEvaluator
from assessments.instruments.expressions import names_in
from assessments.instruments.fields import field_name
from assessments.instruments.models import Question
from assessments.instruments.pages import Block, QuestionPage
from assessments.instruments.queries import LocalisedQuestion, Questionnaire
from assessments.instruments.values import LONG_TEXT_SIGNS, TEXT_SIGNS, span_of

Type = Question.Type
_NAMED = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_.-]*)\}")
MANY_OPTIONS = 30
RADIO_STEPS = 11
_INPUTS = {
    Type.DATE: "date", Type.TIME: "time", Type.DATETIME: "datetime-local", Type.INTEGER: "text", Type.DECIMAL: "text",
    Type.RANGE: "text", Type.TEXT: "text",
}  # fmt: skip


@dataclass(frozen=True)
class RenderedOption:
    code: str
    label: str
    is_chosen: bool
    is_hidden: bool
    place: str = ""


@dataclass
class RenderedQuestion:
    """A field with all that its template shows."""

    asked: LocalisedQuestion
    field: str
    label: SafeString
    hint: SafeString
    value: str
    error: str
    is_hidden: bool
    is_required: bool
    options: list[RenderedOption] = dataclasses.field(default_factory=list)
    file_name: str = ""

    @property
    def kind(self) -> str:
        """The name of its template."""
        asked = self.asked
        if asked.type in (Type.SELECT_ONE, Type.RANGE) and "likert" in asked.question.appearance:
            return "steps"
        if asked.type == Type.SELECT_ONE and len(self.options) > MANY_OPTIONS:
            return "menu"
        if asked.type == Type.RANGE and self.options:
            return "steps"
        if asked.type == Type.TEXT and asked.is_long:
            return "long"
        return "line" if asked.type in _INPUTS else str(asked.type)

    @property
    def input_type(self) -> str:
        return _INPUTS.get(Type(self.asked.type), "text")

    @property
    def input_mode(self) -> str:
        if self.asked.type == Type.INTEGER:
            return "numeric"
        return "decimal" if self.asked.type in (Type.DECIMAL, Type.RANGE) else ""

    @property
    def signs(self) -> int:
        long = self.asked.is_long and not self.asked.question.competency_id
        return LONG_TEXT_SIGNS if long else TEXT_SIGNS

    @property
    def span(self) -> tuple[Decimal, Decimal, Decimal] | None:
        return span_of(self.asked.element) if self.asked.type == Type.RANGE else None


@dataclass
class RenderedBlock:
    """`kind` is question, matrix, group or repeat; for a repeat `occurrences` are (number, blocks)."""

    kind: str
    question: RenderedQuestion | None = None
    rows: list[tuple[RenderedQuestion, RenderedQuestion]] = dataclasses.field(default_factory=list)
    blocks: list["RenderedBlock"] = dataclasses.field(default_factory=list)
    occurrences: list[tuple[int, list["RenderedBlock"]]] = dataclasses.field(default_factory=list)
    may_add: bool = False
    may_drop: bool = False


class PageRenderer:
    """Renders the blocks of one page for one state of the answers."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        evaluator: ResponseEvaluator,
        *,
        typed: Mapping[Key, str] = {},
        wrong: Mapping[Key, str] = {},
        counts: Mapping[str, int] = {},
        fresh: bool = False,
    ) -> None:
        """`typed` and `wrong` replace the saved values; `fresh` shows defaults."""
        self.questionnaire, self.sheet = questionnaire, evaluator
        self.typed, self.wrong, self.counts, self.fresh = typed, wrong, counts, fresh

    def blocks(self, blocks: list[Block], occurrence: int = 0) -> list[RenderedBlock]:
        return [self._block(block, occurrence) for block in blocks]

    def _block(self, block: Block, occurrence: int) -> RenderedBlock:
        if block.kind == "matrix":
            rows = [
                (self.question(r.importance, occurrence), self.question(r.ability, occurrence))
                for r in block.rows
            ]
            return RenderedBlock("matrix", rows=rows)
        assert block.asked is not None  # noqa: S101  # only a matrix has none
        drawn = RenderedBlock(block.kind, self.question(block.asked, occurrence))
        if block.kind == "group":
            drawn.blocks = self.blocks(block.blocks, occurrence)
        elif block.kind == "repeat":
            self._repeat(drawn, block)
        return drawn

    def _repeat(self, drawn: RenderedBlock, block: Block) -> None:
        assert block.asked is not None  # noqa: S101
        wanted = self.counts.get(block.asked.name) or len(self.sheet.occurrences(block.asked.name))
        fixed = block.asked.element.parameters.get("count", "")
        count = int(fixed) if fixed.isdecimal() and len(fixed) < 4 else wanted
        count = max(1, min(count, MAX_OCCURRENCES))
        drawn.occurrences = [(n, self.blocks(block.blocks, n)) for n in range(1, count + 1)]
        drawn.may_add = not fixed and count < MAX_OCCURRENCES
        drawn.may_drop = not fixed and count > 1

    def question(self, asked: LocalisedQuestion, occurrence: int) -> RenderedQuestion:
        key = (asked.name, occurrence)
        value = self._shown(asked, key)
        drawn = RenderedQuestion(
            asked,
            field_name(asked.question, occurrence),
            self._piped(asked.label, occurrence),
            self._piped(asked.hint, occurrence),
            value,
            self.wrong.get(key, ""),
            is_hidden=not self.sheet.is_relevant(asked.name, occurrence),
            is_required=self.sheet.is_required(asked.name, occurrence),
        )
        drawn.options = list(self._options(asked, occurrence, value))
        return drawn

    def _shown(self, asked: LocalisedQuestion, key: Key) -> str:
        if key in self.typed:
            return self.typed[key]
        kept = self.sheet.answers.get(key, "")
        return kept or (asked.question.default if self.fresh else "")

    def _options(self, asked: LocalisedQuestion, occurrence: int, value: str) -> Iterator[RenderedOption]:
        if asked.type == Type.RANGE:
            yield from _steps(asked, value)
            return
        if not asked.options:
            return
        offered = {option.name for option in self.sheet.options(asked.name, occurrence)}
        chosen = value.split() if asked.type in (Type.SELECT_MULTIPLE, Type.RANK) else [value]
        places = _places(asked, chosen)
        for code, label in asked.options:
            yield RenderedOption(code, label, code in chosen, code not in offered, places.get(code, ""))

    def _piped(self, words: str, occurrence: int) -> SafeString:
        """Text with `${name}` replaced by the answer."""
        if "${" not in words:
            return format_html("{}", words)
        parts = _NAMED.split(words)
        return format_html_join(
            "",
            "{}",
            ((self._answer(part, occurrence) if odd % 2 else part,) for odd, part in enumerate(parts)),
        )

    def _answer(self, name: str, occurrence: int) -> SafeString:
        other = self.questionnaire.questions.get(name)
        if other is None:
            return SafeString("")
        value = self.sheet.value(name, occurrence if other.element.repeat else 0)
        labels = dict(other.options)
        shown = ", ".join(labels.get(code, code) for code in value.split()) if labels else value
        return format_html('<output data-name="{}">{}</output>', name, shown)


def _places(asked: LocalisedQuestion, chosen: list[str]) -> dict[str, str]:
    """Option -> its rank; as typed, "code=rank", while the ranking is incomplete."""
    if asked.type != Type.RANK:
        return {}
    if any("=" in one for one in chosen):
        return {code: place for code, _sign, place in (one.partition("=") for one in chosen)}
    return {code: str(place) for place, code in enumerate(chosen, 1)}


def _steps(asked: LocalisedQuestion, value: str) -> Iterator[RenderedOption]:
    """The steps of a short range as options; a long one is a text field."""
    start, end, step = span_of(asked.element)
    if not 1 <= (end - start) / step <= RADIO_STEPS - 1:
        return
    here = start
    while here <= end:
        code = format(here, "f")
        yield RenderedOption(code, code, code == value, is_hidden=False)
        here += step


def client_logic(
    page: QuestionPage, questionnaire: Questionnaire, evaluator: ResponseEvaluator
) -> dict[str, Any] | None:
    """The data with which the browser shows, hides, calculates and filters as the server does; None if there is
    none.

    `q`: name -> f(ield), t(ype), p(arent), e (the repeat), r(elevant), c(alculation), o (choice filter), k
    (columns of the choices); `v`: name -> value of questions on other pages.
    """
    elements = questionnaire.elements
    here = {asked.name: asked for asked in page.questions}
    calculated = {name: one for name, one in elements.items() if one.type == Type.CALCULATE}
    live = {**{name: one.element for name, one in here.items()}, **calculated}
    if not any(one.relevant or one.calculation or one.choice_filter for one in live.values()):
        return None
    read = {name for one in live.values() for tree in one.trees for name in names_in(tree)}
    read |= {one.parent for one in live.values() if one.parent}
    return {
        "today": evaluator.today.isoformat(),
        "q": {name: _serialise_element(one, questionnaire) for name, one in live.items()},
        "v": {
            name: [evaluator.value(name, n) for n in evaluator.occurrences(elements[name].repeat)]
            if elements[name].repeat
            else evaluator.value(name)
            for name in sorted(read)
            if name in elements and name not in live and elements[name].type not in ("group", "repeat")
        },
    }


def _serialise_element(element: Any, questionnaire: Questionnaire) -> dict[str, Any]:
    asked = questionnaire.questions[element.name]
    told = {
        "f": f"q{asked.question.pk}",
        "t": element.type,
        "p": element.parent,
        "e": element.repeat,
        "r": element.relevant,
        "c": element.calculation,
        "o": element.choice_filter,
        "k": {option.name: dict(option.columns) for option in element.options}
        if element.choice_filter
        else None,
    }
    return {name: value for name, value in told.items() if value}
