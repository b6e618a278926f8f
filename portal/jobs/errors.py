"""How a job may end early."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError


class JobFailure(Exception):  # noqa: N818  # a job that fails is an outcome with a name, not a programming error
    """The work cannot go on, and here is what its owner should know: raise it, the job closes as stopped."""

    def __init__(self, message: str | Promise, *, for_operators: str = "") -> None:
        self.message = message
        self.for_operators = for_operators
        super().__init__(str(message))


class JobCancelled(Exception):  # noqa: N818  # raised by `advance()`, caught by `claim()`
    """Somebody asked for the end; whatever the open transaction did is rolled back."""


class LeaseLost(Exception):  # noqa: N818  # raised by `advance()`, caught by `claim()`
    """The lease lapsed and another worker has the job: this one must stop and keep nothing."""


class JobClosedError(DomainError):
    """Only an open job can be cancelled."""

    code = "job_closed"
    message = _("This job has already ended.")
