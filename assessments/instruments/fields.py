"""HTML names of a questionnaire's form fields."""

from assessments.instruments.models import Question


def field_name(question: Question, occurrence: int = 0) -> str:
    """`q12`, or `q12.2` for the second occurrence in a repeat."""
    return f"q{question.pk}.{occurrence}" if occurrence else f"q{question.pk}"
