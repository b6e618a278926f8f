"""Tasks that are rated on both scales, in a draft version. Each is a pair of rating questions."""

from django.db import transaction

from assessments.competencies.models import Competency
from assessments.instruments.models import InstrumentVersion, Question
from assessments.instruments.names import free_task_key
from assessments.instruments.outline import ratings_of_task
from assessments.instruments.questions import LAST, finalise_edit, set_question_texts
from assessments.instruments.services import lock_draft
from participants.accounts.models import User


@transaction.atomic
def add_rating(
    *,
    version: InstrumentVersion,
    competency: Competency | None = None,
    label: str = "",
    hint: str = "",
    parent: Question | None = None,
    relevant: str = "",
    by: User,
) -> Question:
    """Add a task to rate on both scales: from the framework, or with its own text. Returns its importance
    question.
    """
    version = lock_draft(version)
    stem = competency.code.lower() if competency else label
    key = free_task_key(version, stem)
    ratings = []
    for offset, scale in enumerate(Question.Scale.values):
        rating = Question(
            version=version, type=Question.Type.RATING, parent=parent, scale=scale, competency=competency,
            name=f"{scale}-{key}", position=LAST + offset, relevant=relevant,
        )  # fmt: skip
        rating.save()
        set_question_texts(rating, {"label": label, "hint": hint})
        ratings.append(rating)
    finalise_edit(version, ratings[0], by, "question.added")
    return ratings[0]


@transaction.atomic
def save_rating(
    *,
    question: Question,
    competency: Competency | None = None,
    label: str = "",
    hint: str = "",
    parent: Question | None = None,
    relevant: str = "",
    by: User,
) -> Question:
    """Save both ratings of a task. Their names do not change, so that conditions on them still work."""
    version = lock_draft(question.version)
    for rating in ratings_of_task(version, question):
        rating.competency, rating.relevant = competency, relevant
        if parent != rating.parent:
            rating.parent, rating.position = parent, LAST
        rating.save()
        set_question_texts(rating, {"label": label, "hint": hint})
    return finalise_edit(version, question, by, "question.saved")
