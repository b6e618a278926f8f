"""Scoring of a single answer, given in canonical form (`assessments.instruments.values`). Pure: imports no Django."""

from decimal import Decimal, InvalidOperation

MIN_QUESTIONS = 4  # with fewer, a passed test attests nothing: guessing decides
APPROXIMATE_BELOW = 10  # from so many questions on a score says something about each competency
DEFAULT_PASS_SHARE = Decimal("0.6")


def is_correct(kind: str, correct: str, answer: str) -> bool:
    """Compare numbers by value, multiple choices in any order and rankings in order. No answer is not correct."""
    if not answer or not correct:
        return False
    if kind == "select_multiple":
        return set(answer.split()) == set(correct.split())
    if kind in ("integer", "decimal"):
        try:
            return Decimal(answer) == Decimal(correct)
        except InvalidOperation:
            return False
    return answer.split() == correct.split()
