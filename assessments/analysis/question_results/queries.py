"""Reads the submitted answers to questions of a collection, over all groups or by group. One statement each.

A code is a selected choice or, for a rating, its number; its rank is the mean of its positions in ranking questions.
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import connection

from assessments.instruments.queries import LocalisedQuestion

Cell = tuple[str, str]  # code, group

_ANSWERS = """FROM assessments_answer a JOIN assessments_response r ON r.id = a.response_id
WHERE r.collection_id = %(collection)s AND r.submitted_at IS NOT NULL AND a.question_id = ANY(%(questions)s)"""
# The same with one row per code.
_CODES = _ANSWERS.replace(
    "WHERE",
    """, LATERAL unnest(string_to_array(coalesce(a.number::text, a.text), ' '))
    WITH ORDINALITY AS selected(code, position) WHERE""",
)
_QUARTILES = "percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY a.text::numeric)"


def count_people(collection: int, questions: Iterable[LocalisedQuestion]) -> dict[int, int]:
    """Question -> the number of people who answered it."""
    sql = f"SELECT a.question_id, count(DISTINCT a.response_id) {_ANSWERS} GROUP BY 1"
    return dict(_rows(sql, collection, questions))


def count_codes(
    collection: int, questions: Iterable[LocalisedQuestion]
) -> dict[int, dict[str, tuple[int, Decimal]]]:
    """Question -> code -> number of people and rank."""
    sql = (
        f"""SELECT a.question_id, code, count(DISTINCT a.response_id), avg(position) {_CODES} GROUP BY 1, 2"""
    )
    counts: dict[int, dict[str, tuple[int, Decimal]]] = defaultdict(dict)
    for question, code, n, rank in _rows(sql, collection, questions):
        counts[question][code] = (n, rank)
    return counts


def number_statistics(
    collection: int, questions: Iterable[LocalisedQuestion]
) -> dict[int, tuple[list[float], Decimal]]:
    """Question -> quartiles and mean of the numbers."""
    sql = f"SELECT a.question_id, {_QUARTILES}, avg(a.text::numeric) {_ANSWERS} GROUP BY 1"
    return {question: (quartiles, mean) for question, quartiles, mean in _rows(sql, collection, questions)}


def count_people_by_group(
    collection: int, questions: Iterable[LocalisedQuestion]
) -> dict[int, dict[str, int]]:
    """Question -> group -> number of people."""
    sql = f"SELECT a.question_id, r.group_code, count(DISTINCT a.response_id) {_ANSWERS} GROUP BY 1, 2"
    people: dict[int, dict[str, int]] = defaultdict(dict)
    for question, group, n in _rows(sql, collection, questions):
        people[question][group] = n
    return people


def count_codes_by_group(
    collection: int, questions: Iterable[LocalisedQuestion]
) -> dict[int, dict[Cell, tuple[int, Decimal]]]:
    """Question -> code and group -> number of people and rank."""
    sql = f"""SELECT a.question_id, r.group_code, code, count(DISTINCT a.response_id), avg(position)
    {_CODES} GROUP BY 1, 2, 3"""
    counts: dict[int, dict[Cell, tuple[int, Decimal]]] = defaultdict(dict)
    for question, group, code, n, rank in _rows(sql, collection, questions):
        counts[question][code, group] = (n, rank)
    return counts


def quartiles_by_group(
    collection: int, questions: Iterable[LocalisedQuestion]
) -> dict[int, dict[str, list[float]]]:
    """Question -> group -> quartiles of the numbers."""
    sql = f"SELECT a.question_id, r.group_code, {_QUARTILES} {_ANSWERS} GROUP BY 1, 2"
    quartiles_of: dict[int, dict[str, list[float]]] = defaultdict(dict)
    for question, group, quartiles in _rows(sql, collection, questions):
        quartiles_of[question][group] = quartiles
    return quartiles_of


def _rows(sql: str, collection: int, questions: Iterable[LocalisedQuestion]) -> list[Any]:
    ids = [question.question.pk for question in questions]
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, {"collection": collection, "questions": ids})
        return list(cursor.fetchall())
