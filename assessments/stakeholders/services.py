"""Services of the stakeholder register."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.stakeholders.models import Stakeholder
from participants.accounts.models import User
from portal.access.locking import lock_for_update, update_with_revision
from portal.audit import services as audit


@transaction.atomic
def add(*, by: User, **fields: Any) -> Stakeholder:
    stakeholder = Stakeholder.objects.create(**fields)
    audit.record(by, "stakeholder.added", stakeholder)
    return stakeholder


@transaction.atomic
def save(*, stakeholder: Stakeholder, revision: int, by: User, **fields: Any) -> Stakeholder:
    """Raises StaleRevisionError when someone else saved first."""
    changed = update_with_revision(stakeholder, revision=revision, **fields)
    audit.record(by, "stakeholder.saved", changed)
    return changed


@transaction.atomic
def archive(*, stakeholder: Stakeholder, by: User) -> Stakeholder:
    """Archive: no further invitations. Past invitations do not change."""
    return _set_archived(stakeholder, timezone.now(), "stakeholder.archived", by)


@transaction.atomic
def restore(*, stakeholder: Stakeholder, by: User) -> Stakeholder:
    return _set_archived(stakeholder, None, "stakeholder.restored", by)


def _set_archived(stakeholder: Stakeholder, moment: Any, act: str, by: User) -> Stakeholder:
    locked = lock_for_update(stakeholder)
    if (locked.archived_at is None) == (moment is None):  # clicked twice
        return locked
    audit.record(by, act, locked)
    return update_with_revision(locked, revision=locked.revision, archived_at=moment)
