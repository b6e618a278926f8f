"""What cohorts refuse, in words for the person."""

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError


class ApplicationsClosedError(DomainError):
    code = "applications_closed"
    message = _("This cohort does not take applications now.")


class AlreadyAppliedError(DomainError):
    code = "already_applied"
    message = _("You have applied for this cohort already.")


class NotDecidableError(DomainError):
    code = "not_decidable"
    message = _("This application has been decided or withdrawn meanwhile.")


class SeatHeldError(DomainError):
    """No seat can be given; `hold` says why (programs.cohorts.seats.Hold)."""

    code = "seat_held"
    field = None

    def __init__(self, hold: str) -> None:
        super().__init__(HOLD_MESSAGES[hold], code=f"seat_{hold}")


HOLD_MESSAGES = {
    "none": _("A seat is free: you will be seated as soon as the list is gone through."),
    "full": _("All seats are taken."),
    "quota_full": _("Your jurisdiction has all the seats that it may take in this cohort."),
    "kept_for_others": _("The seats still free are kept for jurisdictions with fewer people in this cohort."),
}


class ReasonNeededError(DomainError):
    code = "reason_needed"
    field = "reason"
    message = _("Say why, in words that the person will read.")
