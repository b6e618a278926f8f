"""What respondents post: one page of ratings and a comment, read without ever throwing any of it away."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from assessments.instruments.models import Question
from assessments.instruments.queries import QuestionPage

RATINGS = ("1", "2", "3", "4", "5", "na")


@dataclass(frozen=True)
class Problem:
    """A rating that lacks its other half."""

    question: Question
    text: str

    @property
    def anchor(self) -> str:
        return f"{field_name(self.question)}-1"


def field_name(question: Question) -> str:
    return f"q{question.pk}"


def posted(page: QuestionPage, data: QueryDict) -> dict[Question, str]:
    """Question -> value. A rating that was not chosen is left out: an old page on another device takes nothing back."""
    values: dict[Question, str] = {}
    for question in page.questions:
        value = data.get(field_name(question))
        if question.type == Question.Type.TEXT:
            if value is not None:
                values[question] = value
        elif value in RATINGS:
            values[question] = value
    return values


def half_pairs(page: QuestionPage, values: Mapping[int, str]) -> list[Problem]:
    """Items of which one half is rated and the other is not; wholly empty ones may stay so."""
    problems = []
    for item in page.items:
        has_importance, has_ability = values.get(item.importance.pk), values.get(item.ability.pk)
        if has_importance and not has_ability:
            problems.append(Problem(item.ability, _("Choose how well it is done now, or “Don’t know”")))
        elif has_ability and not has_importance:
            problems.append(Problem(item.importance, _("Choose how important it is, or “Don’t know”")))
    return problems
