"""Whether an answer of a test is right. Pure: canonical values in (`assessments.instruments.values`), a word out."""

from decimal import Decimal, InvalidOperation


def is_correct(kind: str, right: str, answer: str) -> bool:
    """Numbers by their value, several choices in any order, an order as it stands; nothing answered is not right."""
    if not answer or not right:
        return False
    if kind == "select_multiple":
        return set(answer.split()) == set(right.split())
    if kind in ("integer", "decimal"):
        try:
            return Decimal(answer) == Decimal(right)
        except InvalidOperation:
            return False
    return answer.split() == right.split()
