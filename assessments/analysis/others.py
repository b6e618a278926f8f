"""What was answered to the questions beside the ratings: read once the assessment is closed, three queries."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import translation

from assessments.analysis import spreads
from assessments.instruments.models import Question
from assessments.instruments.queries import Asked, Questionnaire
from assessments.needs.models import NeedsAssessment

Type = Question.Type
CHOICES = (Type.SELECT_ONE, Type.SELECT_MULTIPLE, Type.ACKNOWLEDGE)
NUMBERS = (Type.INTEGER, Type.DECIMAL, Type.RANGE)
TOLD = (*CHOICES, *NUMBERS, Type.RANK, Type.DATE, Type.TIME, Type.DATETIME)

SENT = """FROM assessments_answer a JOIN assessments_response r ON r.id = a.response_id
WHERE r.collection_id = %(collection)s AND r.submitted_at IS NOT NULL AND a.question_id = ANY(%(questions)s)"""
# The same, a row for each code that was picked.
CODED = SENT.replace(
    "WHERE", ", LATERAL unnest(string_to_array(a.text, ' ')) WITH ORDINALITY AS one(code, place) WHERE"
)
_PEOPLE = f"SELECT a.question_id, count(DISTINCT a.response_id) {SENT} GROUP BY 1"
_CODES = f"""SELECT a.question_id, code, count(DISTINCT a.response_id), avg(place)
{CODED}
GROUP BY 1, 2"""
_NUMBERS = f"""SELECT a.question_id, percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY a.text::numeric),
avg(a.text::numeric) {SENT} GROUP BY 1"""


@dataclass(frozen=True)
class Line:
    """A question and what may be told of it: `bars`, `middle` or `places`, all None where nothing may be."""

    asked: Asked
    people: int | None
    bars: list[tuple[str, int | None, str]] | None = None
    middle: spreads.Middle | None = None
    places: list[tuple[str, Decimal]] | None = None

    @property
    def codes(self) -> list[str]:
        """The codes of its choices, one a bar, in the order of the bars."""
        return list(dict(self.asked.options)) or ["OK"]

    @property
    def is_withheld(self) -> bool:
        return self.bars is None and self.middle is None and self.places is None


def lines_of(assessment: NeedsAssessment) -> list[Line]:
    """The questions in their order. Nothing before the close."""
    if assessment.state != NeedsAssessment.State.CLOSED:
        return []
    collection = assessment.collection
    questionnaire = Questionnaire(collection.version, translation.get_language() or "en")
    asked = [one for one in questionnaire.asked.values() if one.type in TOLD]
    people = dict(rows_of(_PEOPLE, collection.pk, asked))
    counts: dict[int, dict[str, tuple[int, Decimal]]] = defaultdict(dict)
    coded = [one for one in asked if one.type in CHOICES or one.type == Type.RANK]
    for question, code, n, place in rows_of(_CODES, collection.pk, coded):
        counts[question][code] = (n, place)
    numbers = {
        question: (quartiles, mean)
        for question, quartiles, mean in rows_of(
            _NUMBERS, collection.pk, [one for one in asked if one.type in NUMBERS]
        )
    }
    k = assessment.suppression_k
    return [_line(one, people.get(one.question.pk, 0), counts, numbers, k) for one in asked]


def rows_of(sql: str, collection: int, asked: list[Asked]) -> list[Any]:
    """What a query over sent answers to these questions finds."""
    with connection.cursor() as cursor:
        cursor.execute(sql, {"collection": collection, "questions": [one.question.pk for one in asked]})
        return list(cursor.fetchall())


def _line(one: Asked, people: int, counts: Any, numbers: Any, k: int) -> Line:
    shown = None if 0 < people < k else people
    if not people:
        return Line(one, 0)
    found = counts[one.question.pk]
    labels = dict(one.options) or {"OK": one.label}
    if one.type == Type.RANK:
        means = {code: place for code, (_n, place) in found.items()}
        ranked = spreads.places(means, people=people, k=k)
        if ranked is None:
            return Line(one, shown)
        return Line(one, shown, places=[(labels.get(code, code), place) for code, place in ranked])
    if one.type in CHOICES:
        told = {code: found.get(code, (0, None))[0] for code in labels}
        bars = spreads.choices(told, people=people, is_one=one.type == Type.SELECT_ONE, k=k)
        return (
            Line(one, shown)
            if bars is None
            else Line(one, shown, bars=[_bar(b, people, labels) for b in bars])
        )
    if one.question.pk in numbers:
        quartiles, mean = numbers[one.question.pk]
        cut = [Decimal(str(value)) for value in quartiles]
        return Line(one, shown, middle=spreads.middle(cut, mean, people=people))
    return Line(one, shown)


def _bar(bar: spreads.Bar, people: int, labels: dict[str, str]) -> tuple[str, int | None, str]:
    """Label, people, and the bar's length in percent with a point, for it goes into a drawing."""
    width = 0 if bar.people is None else bar.people * 100 / people
    return labels[bar.code], bar.people, f"{width:.1f}"
