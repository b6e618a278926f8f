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
from assessments.instruments.values import LONG_TEXT_LENGTH, TEXT_LENGTH, span_of

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
    rank: str = ""


@dataclass
class RenderedQuestion:
    """A field with all that its template shows."""

    localised: LocalisedQuestion
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
        question = self.localised
        if question.type in (Type.SELECT_ONE, Type.RANGE) and "likert" in question.question.appearance:
            return "steps"
        if question.type == Type.SELECT_ONE and len(self.options) > MANY_OPTIONS:
            return "menu"
        if question.type == Type.RANGE and self.options:
            return "steps"
        if question.type == Type.TEXT and question.is_long:
            return "long"
        return "line" if question.type in _INPUTS else str(question.type)

    @property
    def input_type(self) -> str:
        return _INPUTS.get(Type(self.localised.type), "text")

    @property
    def input_mode(self) -> str:
        if self.localised.type == Type.INTEGER:
            return "numeric"
        return "decimal" if self.localised.type in (Type.DECIMAL, Type.RANGE) else ""

    @property
    def max_length(self) -> int:
        long = self.localised.is_long and not self.localised.question.competency_id
        return LONG_TEXT_LENGTH if long else TEXT_LENGTH

    @property
    def span(self) -> tuple[Decimal, Decimal, Decimal] | None:
        return span_of(self.localised.element) if self.localised.type == Type.RANGE else None


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
        self.questionnaire, self.evaluator = questionnaire, evaluator
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
        assert block.question is not None  # noqa: S101  # only a matrix has none
        rendered = RenderedBlock(block.kind, self.question(block.question, occurrence))
        if block.kind == "group":
            rendered.blocks = self.blocks(block.blocks, occurrence)
        elif block.kind == "repeat":
            self._repeat(rendered, block)
        return rendered

    def _repeat(self, rendered: RenderedBlock, block: Block) -> None:
        assert block.question is not None  # noqa: S101
        requested = self.counts.get(block.question.name) or len(
            self.evaluator.occurrences(block.question.name)
        )
        fixed = block.question.element.parameters.get("count", "")
        count = int(fixed) if fixed.isdecimal() and len(fixed) < 4 else requested
        count = max(1, min(count, MAX_OCCURRENCES))
        rendered.occurrences = [(n, self.blocks(block.blocks, n)) for n in range(1, count + 1)]
        rendered.may_add = not fixed and count < MAX_OCCURRENCES
        rendered.may_drop = not fixed and count > 1

    def question(self, question: LocalisedQuestion, occurrence: int) -> RenderedQuestion:
        key = (question.name, occurrence)
        value = self._shown(question, key)
        rendered = RenderedQuestion(
            question,
            field_name(question.question, occurrence),
            self._piped(question.label, occurrence),
            self._piped(question.hint, occurrence),
            value,
            self.wrong.get(key, ""),
            is_hidden=not self.evaluator.is_relevant(question.name, occurrence),
            is_required=self.evaluator.is_required(question.name, occurrence),
        )
        rendered.options = list(self._options(question, occurrence, value))
        return rendered

    def _shown(self, question: LocalisedQuestion, key: Key) -> str:
        if key in self.typed:
            return self.typed[key]
        saved = self.evaluator.answers.get(key, "")
        return saved or (question.question.default if self.fresh else "")

    def _options(self, question: LocalisedQuestion, occurrence: int, value: str) -> Iterator[RenderedOption]:
        if question.type == Type.RANGE:
            yield from _steps(question, value)
            return
        if not question.options:
            return
        offered = {option.name for option in self.evaluator.options(question.name, occurrence)}
        chosen = value.split() if question.type in (Type.SELECT_MULTIPLE, Type.RANK) else [value]
        ranks = _ranks(question, chosen)
        for code, label in question.options:
            yield RenderedOption(code, label, code in chosen, code not in offered, ranks.get(code, ""))

    def _piped(self, text: str, occurrence: int) -> SafeString:
        """Text with `${name}` replaced by the answer."""
        if "${" not in text:
            return format_html("{}", text)
        segments = _NAMED.split(text)
        return format_html_join(
            "",
            "{}",
            (
                (self._answer(segment, occurrence) if index % 2 else segment,)
                for index, segment in enumerate(segments)
            ),
        )

    def _answer(self, name: str, occurrence: int) -> SafeString:
        other = self.questionnaire.questions.get(name)
        if other is None:
            return SafeString("")
        value = self.evaluator.value(name, occurrence if other.element.repeat else 0)
        labels = dict(other.options)
        shown = ", ".join(labels.get(code, code) for code in value.split()) if labels else value
        return format_html('<output data-name="{}">{}</output>', name, shown)


def _ranks(question: LocalisedQuestion, chosen: list[str]) -> dict[str, str]:
    """Option -> its rank; as typed, "code=rank", while the ranking is incomplete."""
    if question.type != Type.RANK:
        return {}
    if any("=" in pair for pair in chosen):
        return {code: rank for code, _sign, rank in (pair.partition("=") for pair in chosen)}
    return {code: str(rank) for rank, code in enumerate(chosen, 1)}


def _steps(question: LocalisedQuestion, value: str) -> Iterator[RenderedOption]:
    """The steps of a short range as options; a long one is a text field."""
    start, end, step = span_of(question.element)
    if not 1 <= (end - start) / step <= RADIO_STEPS - 1:
        return
    step_value = start
    while step_value <= end:
        code = format(step_value, "f")
        yield RenderedOption(code, code, code == value, is_hidden=False)
        step_value += step


def client_logic(
    page: QuestionPage, questionnaire: Questionnaire, evaluator: ResponseEvaluator
) -> dict[str, Any] | None:
    """The data with which the browser shows, hides, calculates and filters as the server does; None if there is
    none.

    `q`: name -> f(ield), t(ype), p(arent), e (the repeat), r(elevant), c(alculation), o (choice filter), k
    (columns of the choices); `v`: name -> value of questions on other pages.
    """
    elements = questionnaire.elements
    step_value = {question.name: question for question in page.questions}
    calculated = {name: item for name, item in elements.items() if item.type == Type.CALCULATE}
    live = {**{name: item.element for name, item in step_value.items()}, **calculated}
    if not any(item.relevant or item.calculation or item.choice_filter for item in live.values()):
        return None
    read = {name for item in live.values() for tree in item.trees for name in names_in(tree)}
    read |= {item.parent for item in live.values() if item.parent}
    return {
        "today": evaluator.today.isoformat(),
        "q": {name: _serialise_element(item, questionnaire) for name, item in live.items()},
        "v": {
            name: [evaluator.value(name, n) for n in evaluator.occurrences(elements[name].repeat)]
            if elements[name].repeat
            else evaluator.value(name)
            for name in sorted(read)
            if name in elements and name not in live and elements[name].type not in ("group", "repeat")
        },
    }


def _serialise_element(element: Any, questionnaire: Questionnaire) -> dict[str, Any]:
    question = questionnaire.questions[element.name]
    serialised = {
        "f": f"q{question.question.pk}",
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
    return {name: value for name, value in serialised.items() if value}
