"""Decide on a need, and reopen it. Modules and programmes that address a need are in apps above this one."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.landscape.models import ExternalProgramme
from assessments.needs.decision_models import NeedDecision
from assessments.needs.errors import ReasonMissingError
from assessments.needs.models import TrainingNeed
from participants.accounts.models import User
from participants.organisations.models import Organisation
from portal.access.errors import DomainError, StaleRevisionError
from portal.access.locking import lock_for_update
from portal.audit import services as audit

Kind, State = NeedDecision.Kind, TrainingNeed.State


class PastDateError(DomainError):
    code = "past_date"
    field = "due_on"
    message = _("Enter today’s date or a date in the future.")


class OfferWithdrawnError(DomainError):
    code = "offer_withdrawn"
    field = "offer"
    message = _("This training offer has been withdrawn.")


class NothingToReopenError(DomainError):
    code = "nothing_to_reopen"
    message = _("This need is already open for a decision.")


def current(need: TrainingNeed) -> NeedDecision | None:
    """The last decision of the need, including a reopening; None when nothing was decided."""
    return NeedDecision.objects.filter(need=need, superseded_by=None).first()


@transaction.atomic
def decide(
    *,
    need: TrainingNeed,
    kind: str,
    reason: str,
    owner: Organisation,
    due_on: datetime.date,
    by: User,
    measured_by: str = "",
    remedy: str = "",
    offer: ExternalProgramme | None = None,
    owner_person: Any = None,
    after: int | None = None,
    is_ready: bool = False,
) -> NeedDecision:
    """Add a decision; the earlier one stays on record. `after` is the id of the decision that the person had
    seen.

    `is_ready` tells that a module or programme addresses the need already, which only a higher app knows.
    Raises `StaleRevisionError` when someone else decided first, `PastDateError`, `OfferWithdrawnError`,
    `ReasonMissingError`.
    """
    if not reason.strip():
        raise ReasonMissingError
    if due_on < timezone.localdate():
        raise PastDateError
    if offer is not None and offer.withdrawn_at is not None:
        raise OfferWithdrawnError
    need = lock_for_update(need)
    last = current(need)
    if (last.pk if last else None) != after:
        raise StaleRevisionError
    decision = NeedDecision.objects.create(
        need=need,
        supersedes=last,
        kind=kind,
        remedy=remedy if kind == Kind.NOT_TRAINING else "",
        offer=offer if kind == Kind.OFFER else None,
        reason=reason.strip(),
        owner=owner,
        owner_person=owner_person,
        due_on=due_on,
        measured_by=measured_by.strip(),
        decided_by=by,
    )
    need.cause = TrainingNeed.Cause.NON_TRAINING if kind == Kind.NOT_TRAINING else TrainingNeed.Cause.TRAINING
    _move(need, state_after(kind, is_ready=is_ready), decision.reason, by, f"need.decided.{kind}", decision)
    return decision


@transaction.atomic
def reopen(*, need: TrainingNeed, reason: str, by: User, after: int | None = None) -> NeedDecision:
    """Reopen a decided need, with the reason. `after` as in `decide`.

    Raises `ReasonMissingError`, `NothingToReopenError`, `StaleRevisionError`.
    """
    if not reason.strip():
        raise ReasonMissingError(_("Enter a reason for reopening the decision."))
    need = lock_for_update(need)
    if need.state == State.OPEN:
        raise NothingToReopenError
    last = current(need)
    if after is not None and (last is None or last.pk != after):
        raise StaleRevisionError
    decision = NeedDecision.objects.create(
        need=need, supersedes=last, kind=Kind.REOPENED, reason=reason.strip(), decided_by=by
    )
    _move(need, State.OPEN, decision.reason, by, "need.reopened", decision)
    return decision


def state_after(kind: str, *, is_ready: bool) -> str:
    """The need's state after a decision: training that must be developed first does not address it yet."""
    if kind in NeedDecision.BY_TRAINING:
        return State.ANSWERED if is_ready else State.PLANNED
    return {
        Kind.OFFER: State.ANSWERED,
        Kind.NOT_TRAINING: State.NOT_ANSWERED,
        Kind.DEFERRED: State.DEFERRED,
    }.get(Kind(kind), State.OPEN)


def _move(need: TrainingNeed, state: str, reason: str, by: User, action: str, decision: NeedDecision) -> None:
    need.state, need.reason = state, reason
    need.save(update_fields=["state", "reason", "cause", "updated_at"])
    audit.record(by, action, need, decision=str(decision.public_id), reason=reason)
