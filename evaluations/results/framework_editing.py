"""Editing a results framework: results, targets and milestones. Only unused rows can be removed."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evaluations.results.models import Milestone, Result, ResultsFramework, Target
from participants.accounts.models import User
from portal.access.delete_guards import require_unused
from portal.access.errors import DomainError
from portal.access.locking import lock_for_update, update_with_revision
from portal.audit import services as audit
from portal.search import services as search
from programs.programmes.models import Programme

USES_OF_RESULT = {
    "children": _("Other results contribute to this one. Change what they contribute to first."),
    "targets": _("Targets are set for this result. Remove them first."),
    "milestones": _("Milestones are planned under this result. Remove them first."),
}
USES_OF_TARGET = {"milestones": _("A milestone depends on this target. Change the milestone first.")}
USES_OF_MILESTONE = {
    "evidence": _(
        "This milestone has evidence. Cancel it with a reason instead, so that the record remains."
    ),
    "reform_steps": _("Steps of reform plans are linked to this milestone. Cancel it with a reason instead."),
}


class OtherFrameworkError(DomainError):
    code = "other_framework"
    field = "parent"
    message = _("Choose a result in the same framework that does not depend on this one.")


class CourtOrJurisdictionError(DomainError):
    code = "court_or_jurisdiction"
    field = "court"
    message = _("Choose either a court or a jurisdiction.")


class OwnerConfirmedError(DomainError):
    code = "owner_confirmed"
    field = "owner"
    message = _("This person has confirmed evidence for this milestone. Choose another owner.")


@transaction.atomic
def save_framework(
    *, programme: Programme, theory_of_change: str, by: User, revision: int | None = None
) -> ResultsFramework:
    """Create the programme's framework or edit its theory of change. Raises StaleRevisionError."""
    framework, made = ResultsFramework.objects.get_or_create(
        programme=programme, defaults={"theory_of_change": theory_of_change}
    )
    if not made:
        # Without a revision the form showed no framework, so one that was created meanwhile must not be overwritten.
        seen = 0 if revision is None else revision
        framework = update_with_revision(framework, revision=seen, theory_of_change=theory_of_change)
    audit.record(by, "framework.saved", framework)
    return framework


@transaction.atomic
def add_result(*, programme: Programme, by: User, parent: Result | None = None, **fields: Any) -> Result:
    """Add a result, and the framework if there is none. Raises OtherFrameworkError."""
    framework, _made = ResultsFramework.objects.get_or_create(programme=programme)
    if parent is not None and lock_for_update(parent).framework_id != framework.pk:
        raise OtherFrameworkError
    position = Result.objects.filter(framework=framework).count()
    result = Result.objects.create(framework=framework, parent=parent, position=position, **fields)
    audit.record(by, "result.added", result)
    return result


@transaction.atomic
def save_result(
    *, result: Result, revision: int, by: User, parent: Result | None = None, **fields: Any
) -> Result:
    """Edit a result or change its parent. Raises OtherFrameworkError, StaleRevisionError, DeletedError."""
    lock_for_update(
        result.framework
    )  # two simultaneous edits could otherwise make two results each other's parent
    _require_valid_parent(result, parent)
    row = update_with_revision(result, revision=revision, parent=parent, **fields)
    audit.record(by, "result.saved", row)
    return row


def _require_valid_parent(result: Result, parent: Result | None) -> None:
    """Reject a parent that depends on the result. Call with the framework locked, because parents may have changed."""
    parents = dict(Result.objects.filter(framework=result.framework_id).values_list("pk", "parent"))
    ancestor = parent.pk if parent else None
    if ancestor is not None and ancestor not in parents:
        raise OtherFrameworkError
    while ancestor is not None:
        if ancestor == result.pk:
            raise OtherFrameworkError
        ancestor = parents[ancestor]


@transaction.atomic
def remove_result(*, result: Result, by: User) -> None:
    """Delete a result that is not used. Raises InUseError, DeletedError."""
    row = lock_for_update(result)
    require_unused(row, USES_OF_RESULT)
    audit.record(by, "result.removed", row)
    row.delete()


@transaction.atomic
def add_target(*, result: Result, by: User, **fields: Any) -> Target:
    """Set a target for an indicator in one court or jurisdiction. Raises PlaceNeededError, DeletedError."""
    _require_court_or_jurisdiction(fields)
    target = Target.objects.create(result=lock_for_update(result), **fields)
    audit.record(by, "target.added", target)
    return target


@transaction.atomic
def save_target(*, target: Target, revision: int, by: User, **fields: Any) -> Target:
    """Edit a target. Frozen reports keep the target they used.

    Raises PlaceNeededError, StaleRevisionError, DeletedError.
    """
    _require_court_or_jurisdiction(fields)
    row = update_with_revision(target, revision=revision, **fields)
    audit.record(by, "target.saved", row)
    return row


def _require_court_or_jurisdiction(fields: dict[str, Any]) -> None:
    if bool(fields.get("court")) == bool(fields.get("jurisdiction")):
        raise CourtOrJurisdictionError


@transaction.atomic
def remove_target(*, target: Target, by: User) -> None:
    """Delete a target that no milestone and no frozen report uses. Raises InUseError, DeletedError."""
    row = lock_for_update(target)
    require_unused(row, USES_OF_TARGET)
    audit.record(by, "target.removed", row)
    row.delete()


@transaction.atomic
def add_milestone(*, result: Result, by: User, target: Target | None = None, **fields: Any) -> Milestone:
    """Plan a milestone. Raises OtherFrameworkError if the target is in another framework, DeletedError."""
    result = lock_for_update(result)
    target = _lock_target(result, target)
    milestone = Milestone.objects.create(result=result, target=target, **fields)
    audit.record(by, "milestone.added", milestone)
    _index(milestone)
    return milestone


@transaction.atomic
def save_milestone(
    *, milestone: Milestone, revision: int, by: User, owner: Any, target: Target | None = None, **fields: Any
) -> Milestone:
    """Edit a milestone.

    Raises MilestoneCancelledError, OwnerConfirmedError, OtherFrameworkError, StaleRevisionError, DeletedError.
    """
    row = lock_for_update(milestone)
    if row.cancelled_on is not None:
        raise MilestoneCancelledError
    if owner.pk != row.owner_id and row.evidence.filter(confirmed_by=owner).exists():
        raise OwnerConfirmedError
    target = _lock_target(row.result, target)
    row = update_with_revision(row, revision=revision, owner=owner, target=target, **fields)
    audit.record(by, "milestone.saved", row)
    _index(row)
    return row


def _lock_target(result: Result, target: Target | None) -> Target | None:
    """Lock the target, so that it cannot be removed before the milestone is saved."""
    if target is None:
        return None
    if target.result.framework_id != result.framework_id:
        raise OtherFrameworkError(_("Choose a target in the same framework."), field="target")
    return lock_for_update(target)


def _index(milestone: Milestone) -> None:
    search.index(milestone, title=milestone.title, body=str(milestone.result))


@transaction.atomic
def remove_milestone(*, milestone: Milestone, by: User) -> None:
    """Delete a milestone without evidence that no frozen report counts. Raises InUseError, DeletedError."""
    row = lock_for_update(milestone)
    require_unused(row, USES_OF_MILESTONE)
    audit.record(by, "milestone.removed", row)
    search.drop(row)
    row.delete()


class MilestoneCancelledError(DomainError):
    code = "cancelled"
    message = _("This milestone was cancelled.")


@transaction.atomic
def cancel_milestone(*, milestone: Milestone, reason: str, by: User) -> Milestone:
    """Cancel the milestone; it no longer counts in the delivery rate. Raises MilestoneCancelledError."""
    row = lock_for_update(milestone)
    if row.cancelled_on is not None:
        raise MilestoneCancelledError
    row.cancelled_on, row.cancelled_reason = timezone.localdate(), reason.strip()
    row.save(update_fields=["cancelled_on", "cancelled_reason", "updated_at"])
    audit.record(by, "milestone.cancelled", row)
    return row
