"""What the controls of a questionnaire are called."""

from assessments.instruments.models import Question


def field_name(question: Question, occurrence: int = 0) -> str:
    """`q12`, or `q12.2` for the second occurrence in a group that repeats."""
    return f"q{question.pk}.{occurrence}" if occurrence else f"q{question.pk}"
