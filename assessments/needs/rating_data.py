"""Read all ratings of an assessment in one query, one row per person, into arrays of small integers."""

from dataclasses import dataclass

import numpy as np
from django.db import connection

from assessments.needs.models import NeedsAssessment
from assessments.needs.tallies import NOT_APPLICABLE, Ratings

# Ratings of one person are aggregated into one string, so that millions of answers do not become millions
# of objects. The subquery runs per person; otherwise the planner, which underestimates new questions, would
# fetch each answer by itself and take four times as long.
SQL = """
    SELECT r.group_code, r.jurisdiction_id, r.language, r.court_level, said.n, said.numbers
    FROM assessments_response r, LATERAL (
        SELECT count(*) AS n,
            string_agg((a.question_id * 10 + CASE WHEN a.not_applicable THEN 0 ELSE a.number END)::text, ' ') AS numbers
        FROM assessments_answer a
        WHERE a.response_id = r.id AND a.question_id = ANY(%s) AND (a.number IS NOT NULL OR a.not_applicable)
    ) said
    WHERE r.collection_id = %s AND r.submitted_at IS NOT NULL"""
QUESTIONS = """
    SELECT id, competency_id, scale = 'ability' FROM assessments_question
    WHERE version_id = %s AND scale IN ('importance', 'ability') AND competency_id IS NOT NULL"""


@dataclass(frozen=True)
class AssessmentRatings:
    """`items` are competencies in the questionnaire's order; `ratings` has a row per person, in no order."""

    items: list[int]
    ratings: Ratings


def load_ratings(assessment: NeedsAssessment) -> AssessmentRatings:
    """All submitted ratings, including incomplete pairs and "not applicable"."""
    collection = assessment.collection
    items = list(assessment.items.values_list("competency", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(QUESTIONS, [collection.version_id])
        questions = cursor.fetchall()
        cursor.execute(SQL, [[question for question, _item, _scale in questions], collection.pk])
        rows = cursor.fetchall()
    return AssessmentRatings(items, _arrays(rows, questions, items))


def _arrays(
    rows: list[tuple[str, int, str, str, int, str]], questions: list[tuple[int, int, bool]], items: list[int]
) -> Ratings:
    table = np.zeros((len(rows), len(items), 2), dtype=np.int8)
    groups, jurisdictions, languages, levels, counts, texts = (
        map(list, zip(*rows, strict=True)) if rows else ([], [], [], [], [], [])
    )
    joined = " ".join(text for text in texts if text)
    if joined and items:
        encoded = np.fromstring(joined, dtype=np.int64, sep=" ")
        column_of = {item: n for n, item in enumerate(items)}
        columns = sorted(
            (q, column_of[item], int(scale)) for q, item, scale in questions if item in column_of
        )
        ids = np.array([q for q, _item, _scale in columns])
        at = np.searchsorted(ids, encoded // 10)
        at = np.minimum(at, len(ids) - 1)
        is_known = ids[at] == encoded // 10
        person = np.repeat(np.arange(len(rows)), counts)[is_known]
        item = np.array([column for _q, column, _scale in columns])[at[is_known]]
        scale = np.array([code for _q, _column, code in columns])[at[is_known]]
        number = (encoded % 10)[is_known].astype(np.int8)
        table[person, item, scale] = np.where(number == 0, NOT_APPLICABLE, number)
    return Ratings(groups, jurisdictions, languages, levels, table)
