"""Exceptions that end a job before its work is done."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError


class JobFailure(Exception):  # noqa: N818  # an expected outcome of a job, not a programming error
    """Raise it when the work cannot continue: the job is closed as failed, with `message` for its owner."""

    def __init__(self, message: str | Promise, *, for_operators: str = "") -> None:
        self.message = message
        self.for_operators = for_operators
        super().__init__(str(message))


class JobCancelled(Exception):  # noqa: N818  # raised by `report_progress()`, caught by `claim()`
    """Somebody cancelled the job; the open transaction is rolled back."""


class LeaseLost(Exception):  # noqa: N818  # raised by `report_progress()`, caught by `claim()`
    """The lease expired and another worker has claimed the job: this one must stop without saving anything."""


class JobClosedError(DomainError):
    """The job has ended and can no longer be cancelled."""

    code = "job_closed"
    message = _("This job has already ended.")
