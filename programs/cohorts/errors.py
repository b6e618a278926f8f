"""Errors of cohorts and the messages for the reasons for waiting."""

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError


class ApplicationsClosedError(DomainError):
    code = "applications_closed"
    message = _("This cohort is not accepting applications.")


class AlreadyAppliedError(DomainError):
    code = "already_applied"
    message = _("You have already applied for this cohort.")


class NotDecidableError(DomainError):
    code = "not_decidable"
    message = _("This application has already been decided or withdrawn.")


class SeatUnavailableError(DomainError):
    """No seat can be given, for a `programs.cohorts.seats.WaitingReason`."""

    code = "seat_unavailable"
    field = None

    def __init__(self, reason: str) -> None:
        super().__init__(WAITING_MESSAGES[reason], code=f"seat_{reason}")


WAITING_MESSAGES = {
    "none": _("A seat is free and will be given when the free seats are filled."),
    "full": _("All seats are taken."),
    "quota_full": _("This jurisdiction has reached its maximum number of seats in this cohort."),
    "reserved_for_others": _(
        "The remaining seats are reserved for jurisdictions that are below their minimum."
    ),
}


class ReasonNeededError(DomainError):
    code = "reason_needed"
    field = "reason"
    message = _("Enter a reason. The applicant will see it.")
