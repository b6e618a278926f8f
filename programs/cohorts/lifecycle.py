"""The states of a cohort: opening it with a checklist, starting, completing, cancelling and removing it."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from participants.accounts.models import User
from portal.access.delete_guards import InUseError, require_no_dependants
from portal.access.errors import DomainError
from portal.audit import services as audit
from portal.search import services as search
from programs.cohorts import emails
from programs.cohorts.models import Cohort, CohortApplication, CohortStaff, Enrolment, WaitingListEntry
from programs.cohorts.services import lock
from programs.cohorts.signals import cohort_cancelled
from programs.curriculum.models import Edition
from programs.programmes.models import Programme

State = Cohort.State
PARTS = (
    "quotas",
    "staff",
    "sessions",
    "completion_criteria",
    "waiting_list",
    "messages",
)  # removed with a draft


class NotReadyError(DomainError):
    code = "not_ready"
    message = _("This cohort cannot be opened yet. Complete the missing items first.")


class WrongStateError(DomainError):
    code = "wrong_state"
    message = _("The status of this cohort has changed. Reload the page.")


class NotOverError(DomainError):
    code = "not_over"
    message = _("The cohort has not ended yet. Change its last day if it ended earlier.")


class CancelReasonNeededError(DomainError):
    code = "reason_needed"
    field = "reason"
    message = _("Enter a reason. Everybody who applied will see it.")


@dataclass(frozen=True)
class ChecklistItem:
    """One thing to have before a cohort opens. Without a required one it cannot open."""

    code: str
    label: str | Promise
    is_done: bool
    is_required: bool = True


def checklist(cohort: Cohort) -> list[ChecklistItem]:
    """What is there and what is missing, required things first. At most five queries."""
    programme, edition = cohort.programme, cohort.edition
    return [
        ChecklistItem("programme", _("The programme is running"), programme.state == Programme.State.RUNNING),
        ChecklistItem("edition", _("The edition is published"), edition.state != Edition.State.DRAFT),
        ChecklistItem("hours", _("The edition has hours"), edition.hours > 0),
        ChecklistItem("deadline", _("The closing date is in the future"), cohort.closes_at > timezone.now()),
        ChecklistItem("sessions", _("Sessions are planned"), _has(cohort, "sessions"), is_required=False),
        ChecklistItem(
            "quotas", _("Seats by jurisdiction are set"), cohort.quotas.exists(), is_required=False
        ),
        ChecklistItem(
            "staff",
            _("The cohort has a coordinator"),
            cohort.staff.in_force().filter(role=CohortStaff.Role.COORDINATOR).exists(),
            is_required=False,
        ),
        ChecklistItem(
            "criteria",
            _("Completion criteria are set"),
            _has(cohort, "completion_criteria"),
            is_required=False,
        ),
    ]


def _has(cohort: Cohort, relation: str) -> bool:
    return _rows(cohort, relation).exists()


def _rows(cohort: Cohort, relation: str) -> QuerySet[Any]:
    """Rows of a higher package that refer to the cohort; found by the relation's name, as it cannot be imported."""
    model: Any = Cohort._meta.get_field(relation).related_model
    return model.objects.filter(cohort=cohort)


@transaction.atomic
def open_cohort(*, cohort: Cohort, by: User) -> Cohort:
    """Open a draft for applications: it appears in the catalogue. Raises `WrongStateError`, `NotReadyError`."""
    cohort = lock(cohort)
    if cohort.state == State.OPEN:  # clicked twice
        return cohort
    if any(item.is_required and not item.is_done for item in checklist(cohort)):
        raise NotReadyError
    return _set_state(cohort, State.OPEN, allowed=[State.DRAFT], by=by)


@transaction.atomic
def start_cohort(*, cohort: Cohort, by: User) -> Cohort:
    return _set_state(lock(cohort), State.RUNNING, allowed=[State.OPEN, State.COMPLETED], by=by)


@transaction.atomic
def complete_cohort(*, cohort: Cohort, by: User) -> Cohort:
    """Raises `NotOverError` before the last day, in the time zone of the cohort."""
    cohort = lock(cohort)
    if cohort.today < cohort.ends:
        raise NotOverError
    return _set_state(cohort, State.COMPLETED, allowed=[State.OPEN, State.RUNNING], by=by)


@dataclass(frozen=True)
class Consequences:
    """What cancelling changes: people with a seat, undecided and waiting applications, and sessions to come."""

    enrolled: int
    applied: int
    sessions: int
    emails: int


def consequences_of_cancelling(cohort: Cohort) -> Consequences:
    open_applications = _open_applications(cohort)
    return Consequences(
        enrolled=Enrolment.objects.filter(cohort=cohort).seated().count(),
        applied=open_applications.exclude(state=CohortApplication.State.ACCEPTED).count(),
        sessions=_rows(cohort, "sessions").filter(cancelled_at=None, ends__gt=timezone.now()).count(),
        emails=open_applications.filter(person__user__isnull=False).count(),
    )


def _open_applications(cohort: Cohort) -> QuerySet[CohortApplication]:
    states = CohortApplication.State
    return CohortApplication.objects.filter(
        cohort=cohort, state__in=[states.SUBMITTED, states.WAITING, states.ACCEPTED]
    )


@transaction.atomic
def cancel_cohort(*, cohort: Cohort, reason: str, by: User) -> Cohort:
    """Cancel the cohort and its sessions, and email everybody who has applied, with the reason.

    Applications and enrolments stay as they are. Raises `CancelReasonNeededError`, `WrongStateError`.
    """
    if not reason.strip():
        raise CancelReasonNeededError
    cohort = lock(cohort)
    if cohort.state == State.CANCELLED:
        return cohort
    cohort.cancelled_reason = reason.strip()
    cohort.save(update_fields=["cancelled_reason"])
    _set_state(cohort, State.CANCELLED, allowed=[State.DRAFT, State.OPEN, State.RUNNING], by=by)
    WaitingListEntry.objects.filter(cohort=cohort).delete()
    emails.send_cancelled(
        _open_applications(cohort).select_related("person__user", "cohort"), cohort.cancelled_reason
    )
    cohort_cancelled.send(sender=Cohort, cohort=cohort, by=by)
    return cohort


def _set_state(cohort: Cohort, state: str, *, allowed: list[str], by: User) -> Cohort:
    if cohort.state == state:
        return cohort
    if cohort.state not in allowed:
        raise WrongStateError
    cohort.state = state
    cohort.revision += 1
    cohort.save(update_fields=["state", "revision", "updated_at"])
    audit.record(by, f"cohort.{state}", cohort)
    return cohort


@transaction.atomic
def remove_cohort(*, cohort: Cohort, by: User) -> Programme:
    """Remove a draft that was made by mistake, with its sessions and quotas. Raises `InUseError`."""
    cohort = lock(cohort)
    if cohort.state != State.DRAFT:
        raise InUseError(_("Only a draft can be removed. Cancel the cohort instead."))
    require_no_dependants(
        cohort,
        parts=PARTS,
        message=_("Other records refer to this cohort, so it cannot be removed. Cancel it instead."),
    )
    programme = cohort.programme
    audit.record(by, "cohort.removed", programme, title=cohort.title)
    search.drop(cohort)
    cohort.delete()
    return programme
