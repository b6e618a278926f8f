"""A questionnaire as its respondents meet it: one page a domain."""

from dataclasses import dataclass, field

from assessments.competencies.models import Competency
from assessments.instruments.models import InstrumentVersion, Question


@dataclass(frozen=True)
class Item:
    """A competency with the two ratings asked of it."""

    competency: Competency
    importance: Question
    ability: Question


@dataclass
class QuestionPage:
    """One page: a domain, its items, and the comment at its foot. `number` counts from 1."""

    number: int
    domain: Competency
    items: list[Item] = field(default_factory=list)
    comment: Question | None = None

    @property
    def questions(self) -> list[Question]:
        ratings = [question for item in self.items for question in (item.importance, item.ability)]
        return [*ratings, self.comment] if self.comment else ratings


def pages_of(version: InstrumentVersion) -> list[QuestionPage]:
    """The pages in order: three queries, whatever the length."""
    questions = version.questions.select_related("competency__parent").prefetch_related(
        "competency__texts", "competency__parent__texts"
    )
    pages: dict[int, QuestionPage] = {}
    halves: dict[int, Question] = {}
    for question in questions:
        competency = question.competency
        if competency is None:
            continue
        domain = competency.parent or competency
        page = pages.setdefault(domain.pk, QuestionPage(len(pages) + 1, domain))
        if question.type == Question.Type.TEXT:
            page.comment = question
        elif question.scale == Question.Scale.IMPORTANCE:
            halves[competency.pk] = question
        else:
            page.items.append(Item(competency, halves.pop(competency.pk), question))
    return list(pages.values())
