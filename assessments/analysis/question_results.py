"""Results of choices, numbers and rankings of a closed collection, read in three queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from assessments.analysis import distributions
from assessments.collection.models import Collection
from assessments.instruments.expressions import names_in
from assessments.instruments.models import Question
from assessments.instruments.queries import LocalisedQuestion, Questionnaire
from portal.figures.figure import round_half_up

Type = Question.Type
CHOICES = (Type.SELECT_ONE, Type.SELECT_MULTIPLE, Type.ACKNOWLEDGE)
NUMBERS = (Type.INTEGER, Type.DECIMAL, Type.RANGE)
STEPS = ("1", "2", "3", "4", "5")
PUBLISHED_TYPES = (*CHOICES, *NUMBERS, Type.RANK, Type.DATE, Type.TIME, Type.DATETIME)

SENT = """FROM assessments_answer a JOIN assessments_response r ON r.id = a.response_id
WHERE r.collection_id = %(collection)s AND r.submitted_at IS NOT NULL AND a.question_id = ANY(%(questions)s)"""
# The same with one row per selected code; for a rating, its number.
CODED = SENT.replace(
    "WHERE",
    """, LATERAL unnest(string_to_array(coalesce(a.number::text, a.text), ' '))
    WITH ORDINALITY AS one(code, place) WHERE""",
)
_PEOPLE = f"SELECT a.question_id, count(DISTINCT a.response_id) {SENT} GROUP BY 1"
_CODES = f"""SELECT a.question_id, code, count(DISTINCT a.response_id), avg(place)
{CODED}
GROUP BY 1, 2"""
_NUMBERS = f"""SELECT a.question_id, percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY a.text::numeric),
avg(a.text::numeric) {SENT} GROUP BY 1"""


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


def _labels(questions: LocalisedQuestion) -> dict[str, str]:
    """Code -> label, including the steps of a rating."""
    if questions.type == Type.RATING:
        return {step: step for step in STEPS}
    return dict(questions.options) or {"OK": questions.label}


def is_scale(questions: LocalisedQuestion) -> bool:
    """Whether its choices are steps: a rating, or a single choice whose codes are all whole numbers."""
    steps = questions.type == Type.SELECT_ONE and len(questions.options) > 2
    return questions.type == Type.RATING or (
        steps and all(code.isdecimal() for code, _label in questions.options)
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
    questions = [one for one in questionnaire.questions.values() if one.type in kinds]
    behind = {one.name: routing_questions(one, questionnaire) for one in questions}
    people = dict(
        rows_of(_PEOPLE, collection.pk, [*questions, *(p for found in behind.values() for p in found)])
    )
    counts: dict[int, dict[str, tuple[int, Decimal]]] = defaultdict(dict)
    coded = [one for one in questions if one.type in CHOICES or one.type in (Type.RANK, Type.RATING)]
    for question, code, n, rank in rows_of(_CODES, collection.pk, coded):
        counts[question][code] = (n, rank)
    numbers = {
        question: (quartiles, mean)
        for question, quartiles, mean in rows_of(
            _NUMBERS, collection.pk, [one for one in questions if one.type in NUMBERS]
        )
    }
    lines = []
    for one in questions:
        n, before = people.get(one.question.pk, 0), behind[one.name]
        is_published = not is_disclosive_by_routing(
            n, (people.get(other.question.pk, 0) for other in before), k=k
        )
        line = _line(one, n, counts, numbers, k) if is_published else QuestionResult(one, None)
        if is_published and scales and is_scale(one):
            line = _on_scale(line, counts, k)
        lines.append(replace(line, routing_questions=before))
    return lines


def routing_questions(one: LocalisedQuestion, questionnaire: Questionnaire) -> tuple[LocalisedQuestion, ...]:
    """The questions whose answers decide, directly or indirectly, whether this one is shown or what it offers."""
    found: set[str] = set()
    waiting = [one.name]
    while waiting:
        element = questionnaire.elements[waiting.pop()]
        trees = [tree for tree in (element.relevant, element.choice_filter, element.calculation) if tree]
        named = {name for tree in trees for name in names_in(tree)} & set(questionnaire.elements)
        waiting += [*(named - found), *([element.parent] if element.parent else [])]
        found |= named
    return tuple(questionnaire.questions[name] for name in sorted(found & set(questionnaire.questions)))


def is_disclosive_by_routing(people: int, before: Iterable[int], *, k: int) -> bool:
    """Whether fewer than k people answered the routing questions but not this one: its count would reveal their
    answers.
    """
    return people > 0 and any(0 < others - people < k for others in before)


def counts_of(collection: Collection, questions: LocalisedQuestion) -> dict[str, int]:
    """People per code of one question, without suppression: for totals that are checked before they are
    published.
    """
    found = {code: n for _question, code, n, _place in rows_of(_CODES, collection.pk, [questions])}
    return {code: found.get(code, 0) for code in _labels(questions)}


def _on_scale(line: QuestionResult, counts: Any, k: int) -> QuestionResult:
    steps = {
        int(code): n for code, (n, _place) in counts[line.question.question.pk].items() if code.isdecimal()
    }
    ends = [int(code) for code in line.codes]
    mean = distributions.mean(steps, ends=(min(ends), max(ends)), k=k)
    if mean is None:
        return line
    return replace(line, mean=mean, bars=line.bars if line.is_complete else None)


def rows_of(sql: str, collection: int, questions: list[LocalisedQuestion]) -> list[Any]:
    """The submitted answers to these questions."""
    if not questions:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, {"collection": collection, "questions": [one.question.pk for one in questions]})
        return list(cursor.fetchall())


def _line(one: LocalisedQuestion, people: int, counts: Any, numbers: Any, k: int) -> QuestionResult:
    shown = None if 0 < people < k else people
    if not people:
        return QuestionResult(one, 0)
    found = counts[one.question.pk]
    if one.type == Type.RATING:  # people who marked it as not applicable chose no step
        people = sum(n for n, _place in found.values())
        shown = None if 0 < people < k else people
    labels = _labels(one)
    if one.type == Type.RANK:
        means = {code: rank for code, (_n, rank) in found.items()}
        ranked = distributions.mean_ranks(means, people=people, k=k)
        if ranked is None:
            return QuestionResult(one, shown)
        return QuestionResult(
            one, shown, mean_ranks=[(labels.get(code, code), rank) for code, rank in ranked]
        )
    if one.type in CHOICES or one.type == Type.RATING:
        counts_by_code = {code: found.get(code, (0, None))[0] for code in labels}
        bars = distributions.choices(
            counts_by_code, people=people, is_one=one.type in (Type.SELECT_ONE, Type.RATING), k=k
        )
        return (
            QuestionResult(one, shown)
            if bars is None
            else QuestionResult(one, shown, bars=[_bar(b, people, labels) for b in bars])
        )
    if one.question.pk in numbers:
        quartiles, mean = numbers[one.question.pk]
        cut = [Decimal(str(value)) for value in quartiles]
        return QuestionResult(one, shown, summary=distributions.numeric_summary(cut, mean, people=people))
    return QuestionResult(one, shown)


def _bar(bar: distributions.ChoiceCount, people: int, labels: dict[str, str]) -> tuple[str, int | None, str]:
    """Label, people, and the bar's length as a percentage with a decimal point, for an SVG."""
    width = 0 if bar.people is None else bar.people * 100 / people
    return labels[bar.code], bar.people, f"{width:.1f}"


def headings() -> list[str]:
    """Column headings of `export_rows`."""
    return [
        _("Question"),
        _("Question text"),
        _("Number of people who answered"),
        _("Choice or measure"),
        _("Value"),
    ]


def export_rows(line: QuestionResult) -> Iterator[list[Any]]:
    """The same results as the page, with the same values withheld."""
    withheld = _("withheld")
    about = [line.question.name, line.text, withheld if line.people is None else line.people]
    if line.is_withheld:
        yield [*about, "", withheld if line.people != 0 else _("no responses")]
    for label, people, _width in line.bars or ():
        yield [*about, label, withheld if people is None else people]
    for label, rank in line.mean_ranks or ():
        yield [*about, _("Mean rank: %(choice)s") % {"choice": label}, round_half_up(rank, 2)]
    if line.summary:
        measures = ((_("Lower quartile"), line.summary.lower), (_("Median"), line.summary.median),
                    (_("Upper quartile"), line.summary.upper), (_("Mean"), line.summary.mean))  # fmt: skip
        for label, value in measures:
            yield [*about, label, None if value is None else round_half_up(value, 2)]
    if line.mean is not None:
        yield [*about, _("Mean"), round_half_up(line.mean, 2)]
