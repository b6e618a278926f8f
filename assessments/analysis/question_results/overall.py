"""Results of choices, numbers and rankings of a closed collection, read in three queries."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils import timezone, translation

from assessments.analysis import distributions
from assessments.analysis.question_results import queries
from assessments.collection.models import Collection
from assessments.instruments.expressions import names_in
from assessments.instruments.models import Question
from assessments.instruments.queries import LocalisedQuestion, Questionnaire

Type = Question.Type
CHOICES = (Type.SELECT_ONE, Type.SELECT_MULTIPLE, Type.ACKNOWLEDGE)
NUMBERS = (Type.INTEGER, Type.DECIMAL, Type.RANGE)
STEPS = ("1", "2", "3", "4", "5")
PUBLISHED_TYPES = (*CHOICES, *NUMBERS, Type.RANK, Type.DATE, Type.TIME, Type.DATETIME)


@dataclass(frozen=True)
class QuestionResult:
    """A question with its publishable results: `bars`, `summary`, `mean_ranks` or `mean`; all None when
    withheld.

    `routing_questions` are the questions whose answers decide whether this one is shown.
    """

    question: LocalisedQuestion
    people: int | None
    bars: list[tuple[str, int | None, str]] | None = None
    summary: distributions.NumericSummary | None = None
    mean_ranks: list[tuple[str, Decimal]] | None = None
    mean: Decimal | None = None
    routing_questions: tuple[LocalisedQuestion, ...] = ()

    @property
    def codes(self) -> list[str]:
        """The codes of its choices in the order of the bars."""
        return list(_labels(self.question))

    @property
    def text(self) -> str:
        """The question's text; for a rating, with the scale on which it was rated."""
        question = self.question.question
        text = self.question.label or self.question.name
        return f"{text} ({question.get_scale_display()})" if question.scale else text

    @property
    def mean_width(self) -> str:
        """The mean's position between the ends of its scale, as a percentage with a decimal point, for an SVG."""
        ends = [int(code) for code in self.codes]
        far = 0 if self.mean is None else (self.mean - min(ends)) / (max(ends) - min(ends)) * 100
        return f"{far:.1f}"

    @property
    def is_complete(self) -> bool:
        """Whether every one of its bars shows."""
        return self.bars is not None and all(people is not None for _label, people, _width in self.bars)

    @property
    def is_withheld(self) -> bool:
        return self.bars is None and self.summary is None and self.mean_ranks is None and self.mean is None


def _labels(question: LocalisedQuestion) -> dict[str, str]:
    """Code -> label, including the steps of a rating."""
    if question.type == Type.RATING:
        return {step: step for step in STEPS}
    return dict(question.options) or {"OK": question.label}


def is_scale(question: LocalisedQuestion) -> bool:
    """Whether its choices are steps: a rating, or a single choice whose codes are all whole numbers."""
    may_be_steps = question.type == Type.SELECT_ONE and len(question.options) > 2
    return question.type == Type.RATING or (
        may_be_steps and all(code.isdecimal() for code, _label in question.options)
    )


def question_results(
    collection: Collection,
    *,
    k: int = distributions.K,
    scales: bool = False,
    questionnaire: Questionnaire | None = None,
) -> list[QuestionResult]:
    """The questions in order; empty while the collection is open.

    Pass `questionnaire` to avoid reading it again. With `scales` ratings are included and each scale has its
    mean. Its bars then show all or none, because the mean and some of the bars would reveal the others.
    """
    if collection.closes_at > timezone.now():
        return []
    if questionnaire is None:
        questionnaire = Questionnaire(collection.version, translation.get_language() or "en")
    kinds = (*PUBLISHED_TYPES, Type.RATING) if scales else PUBLISHED_TYPES
    questions = [question for question in questionnaire.questions.values() if question.type in kinds]
    routing = {question.name: routing_questions(question, questionnaire) for question in questions}
    people = queries.count_people(
        collection.pk, [*questions, *(before for rows in routing.values() for before in rows)]
    )
    coded = [row for row in questions if row.type in (*CHOICES, Type.RANK, Type.RATING)]
    counts = queries.count_codes(collection.pk, coded)
    numbers = queries.number_statistics(collection.pk, [row for row in questions if row.type in NUMBERS])
    lines = []
    for question in questions:
        n, before = people.get(question.question.pk, 0), routing[question.name]
        is_published = not is_disclosive_by_routing(
            n, (people.get(other.question.pk, 0) for other in before), k=k
        )
        line = (
            _line(question, n, counts, numbers, k) if is_published else QuestionResult(question, people=None)
        )
        if is_published and scales and is_scale(question):
            line = _on_scale(line, counts, k)
        lines.append(replace(line, routing_questions=before))
    return lines


def routing_questions(
    question: LocalisedQuestion, questionnaire: Questionnaire
) -> tuple[LocalisedQuestion, ...]:
    """The questions whose answers decide, directly or indirectly, whether this one is shown or what it offers."""
    names: set[str] = set()
    queue = [question.name]
    while queue:
        element = questionnaire.elements[queue.pop()]
        trees = [tree for tree in (element.relevant, element.choice_filter, element.calculation) if tree]
        named = {name for tree in trees for name in names_in(tree)} & set(questionnaire.elements)
        queue += [*(named - names), *([element.parent] if element.parent else [])]
        names |= named
    return tuple(questionnaire.questions[name] for name in sorted(names & set(questionnaire.questions)))


def is_disclosive_by_routing(people: int, before: Iterable[int], *, k: int) -> bool:
    """Whether fewer than k people answered the routing questions but not this one: its count would reveal their
    answers.
    """
    return people > 0 and any(0 < others - people < k for others in before)


def counts_of(collection: Collection, question: LocalisedQuestion) -> dict[str, int]:
    """People per code of one question, without suppression: for totals that are checked before they are
    published.
    """
    counts = queries.count_codes(collection.pk, [question])[question.question.pk]
    return {code: counts[code][0] if code in counts else 0 for code in _labels(question)}


def _on_scale(line: QuestionResult, counts: Any, k: int) -> QuestionResult:
    steps = {
        int(code): n for code, (n, _rank) in counts[line.question.question.pk].items() if code.isdecimal()
    }
    ends = [int(code) for code in line.codes]
    mean = distributions.mean(steps, ends=(min(ends), max(ends)), k=k)
    if mean is None:
        return line
    return replace(line, mean=mean, bars=line.bars if line.is_complete else None)


def _line(question: LocalisedQuestion, people: int, counts: Any, numbers: Any, k: int) -> QuestionResult:
    shown = None if 0 < people < k else people
    if not people:
        return QuestionResult(question, 0)
    codes = counts[question.question.pk]
    if question.type == Type.RATING:  # people who marked it as not applicable chose no step
        people = sum(n for n, _rank in codes.values())
        shown = None if 0 < people < k else people
    labels = _labels(question)
    if question.type == Type.RANK:
        means = {code: rank for code, (_n, rank) in codes.items()}
        ranked = distributions.mean_ranks(means, people=people, k=k)
        if ranked is None:
            return QuestionResult(question, shown)
        return QuestionResult(
            question, shown, mean_ranks=[(labels.get(code, code), rank) for code, rank in ranked]
        )
    if question.type in CHOICES or question.type == Type.RATING:
        counts_by_code = {code: codes.get(code, (0, None))[0] for code in labels}
        bars = distributions.choices(
            counts_by_code, people=people, is_one=question.type in (Type.SELECT_ONE, Type.RATING), k=k
        )
        return (
            QuestionResult(question, shown)
            if bars is None
            else QuestionResult(question, shown, bars=[_bar(b, people, labels) for b in bars])
        )
    if question.question.pk in numbers:
        quartiles, mean = numbers[question.question.pk]
        quartiles = [Decimal(str(value)) for value in quartiles]
        return QuestionResult(
            question, shown, summary=distributions.numeric_summary(quartiles, mean, people=people)
        )
    return QuestionResult(question, shown)


def _bar(bar: distributions.ChoiceCount, people: int, labels: dict[str, str]) -> tuple[str, int | None, str]:
    """Label, people, and the bar's length as a percentage with a decimal point, for an SVG."""
    width = 0 if bar.people is None else bar.people * 100 / people
    return labels[bar.code], bar.people, f"{width:.1f}"
