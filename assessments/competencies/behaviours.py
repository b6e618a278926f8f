"""Behaviours of a competency and descriptions of its levels, in a draft edition."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max

from assessments.competencies.editing import lock_draft
from assessments.competencies.models import (
    BehaviouralIndicator,
    Competency,
)
from assessments.competencies.profile_models import (
    LevelDescriptor,
)
from participants.accounts.models import User
from portal.access.locking import lock_for_update
from portal.access.ordering import shift
from portal.audit import services as audit
from portal.languages.models import TranslatedText


@transaction.atomic
def save_behaviour(
    *, behaviour: BehaviouralIndicator, statement: str, by: User, level: int | None = None, revision: int | None = None
) -> BehaviouralIndicator:  # fmt: skip
    """Change the text or the level; on another level it comes last. Translations of the old text become
    outdated.
    """
    version = lock_draft(behaviour.competency.version, revision=revision)
    row = lock_for_update(behaviour)
    if statement != row.statement:
        row.texts.update(status=TranslatedText.Status.OUTDATED)
    if level != row.level:
        row.position = 1 + max(
            (other.position for other in row.competency.behaviours.filter(level=level)), default=0
        )
    row.statement, row.level = statement, level
    row.save(update_fields=["statement", "level", "position", "updated_at"])
    audit.record(by, "framework.behaviour_saved", version, code=row.competency.code)
    return row


@transaction.atomic
def move_behaviour(*, behaviour: BehaviouralIndicator, step: int, by: User) -> None:
    """Move one position up (-1) or down (1) within its level; at the end it stays. Raises GoneError."""
    version = lock_draft(behaviour.competency.version)
    shift(behaviour, behaviour.competency.behaviours.filter(level=behaviour.level), step=step)
    audit.record(by, "framework.behaviour_moved", version, code=behaviour.competency.code)


@transaction.atomic
def describe(
    *, competency: Competency, statements: Mapping[int, str], by: User, revision: int | None = None
) -> None:
    """Describe each level of the competency; an empty statement removes the descriptor."""
    version = lock_draft(competency.version, revision=revision)
    existing = {row.level: row for row in competency.descriptors.all()}
    for level, statement in statements.items():
        row = existing.get(level)
        if row is None:
            if statement:
                LevelDescriptor.objects.create(competency=competency, level=level, statement=statement)
        elif not statement:
            row.delete()
        elif row.statement != statement:
            row.statement = statement
            row.save(update_fields=["statement"])
            row.texts.update(status=TranslatedText.Status.OUTDATED)
    audit.record(by, "framework.levels_described", version, code=competency.code)


@transaction.atomic
def add_behaviour(
    *, competency: Competency, statement: str, by: User, level: int | None = None, revision: int | None = None
) -> BehaviouralIndicator:
    version = lock_draft(competency.version, revision=revision)
    last = competency.behaviours.aggregate(last=Max("position"))["last"] or 0
    row = BehaviouralIndicator.objects.create(
        competency=competency, statement=statement, level=level, position=last + 1
    )
    audit.record(by, "framework.behaviour_added", version, code=competency.code)
    return row


@transaction.atomic
def remove_behaviour(*, behaviour: BehaviouralIndicator, by: User) -> None:
    version = lock_draft(behaviour.competency.version)
    audit.record(by, "framework.behaviour_removed", version, code=behaviour.competency.code)
    behaviour.delete()
