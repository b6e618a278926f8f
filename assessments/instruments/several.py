"""Add several questions to a draft at once, and place a question anywhere in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from assessments.instruments import errors, ratings
from assessments.instruments.choice_lists import ChoiceLine
from assessments.instruments.models import InstrumentVersion, Question
from assessments.instruments.names import free_question_name
from assessments.instruments.outline import ratings_of_task, renumber
from assessments.instruments.questions import (
    LAST,
    assign_fields,
    finalise_edit,
    refuse_nesting,
    set_question_texts,
)
from assessments.instruments.services import lock_draft
from participants.accounts.models import User
from portal.audit import services as audit
from portal.audit.models import AuditEntry

Type = Question.Type
ADDED = "question.several_added"


@dataclass(frozen=True)
class NewQuestion:
    """A question of the page that adds several."""

    label: str
    type: str
    is_required: bool = False
    is_long: bool = False
    choices: Sequence[ChoiceLine] = field(default_factory=tuple)


@transaction.atomic
def add_questions(
    *,
    version: InstrumentVersion,
    questions: Sequence[NewQuestion],
    parent: Question | None = None,
    key: str,
    by: User,
) -> int:
    """Add them at the end of the group, or of the questionnaire; returns how many were added.

    `key` identifies the page: when it is sent again, nothing is added. Raises `AlreadyOpenError`.
    """
    version = lock_draft(version)
    entries = AuditEntry.objects.filter(
        action=ADDED, target_label=version._meta.label_lower, target_id=version.pk, detail__key=key
    )
    if entries.exists():
        return 0
    last: Question | None = None
    for number, new in enumerate(questions):
        if new.type == Type.RATING:
            renumber(version)  # ratings are added behind the last position
            last = ratings.add_rating(version=version, label=new.label, parent=parent, by=by)
        else:
            last = _add(version, new, parent, LAST + number, by)
    if last is not None:
        finalise_edit(version, last, by, "question.added")
        audit.record(by, ADDED, version, key=key, count=len(questions))
    return len(questions)


def _add(
    version: InstrumentVersion, new: NewQuestion, parent: Question | None, position: int, by: User
) -> Question:
    question = Question(version=version, type=new.type, parent=parent, position=position)
    question.name = free_question_name(version, new.label, is_given=False)
    rules = {"required": "yes" if new.is_required else "", "appearance": "multiline" if new.is_long else ""}
    assign_fields(question, rules, new.choices, None, None, by)
    set_question_texts(question, {"label": new.label})
    return question


@transaction.atomic
def place_question(
    *, question: Question, parent: Question | None, after: Question | None, by: User
) -> Question:
    """Move it into a group, or to the top level: behind `after`, or to the beginning. The two ratings of a task stay
    together.

    Raises `AlreadyOpenError`, `InsideItselfError`, `NestingError`.
    """
    version = lock_draft(question.version)
    question = version.questions.get(pk=question.pk)
    moved = ratings_of_task(version, question) if question.type == Type.RATING else [question]
    here = parent
    while here is not None:
        if here.pk == question.pk:
            raise errors.InsideItselfError
        here = here.parent
    siblings = [
        row
        for row in version.questions.filter(parent=parent).order_by("position")
        if row.pk not in {one.pk for one in moved}
    ]
    index = next((n for n, row in enumerate(siblings, 1) if after and row.pk == after.pk), 0)
    if index and after is not None and after.type == Type.RATING:
        pair = {row.pk for row in ratings_of_task(version, after)}
        index = max(n for n, row in enumerate(siblings, 1) if row.pk in pair)
    for row in moved:
        row.parent = parent
        refuse_nesting(row)
    ordered = [*siblings[:index], *moved, *siblings[index:]]
    for position, row in enumerate(ordered):
        row.position = position
    Question.objects.bulk_update(ordered, ["position", "parent"])
    renumber(version)
    audit.record(by, "question.moved", version, question=question.name)
    return question
