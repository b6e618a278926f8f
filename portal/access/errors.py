"""Errors that services raise and pages show beside the field."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """The action breaks a rule. `message` is for the person, `code` for programs, `field` for the form."""

    code = "rejected"
    field: str | None = None
    message: str | Promise = _("This action is not possible.")

    def __init__(
        self, message: str | Promise | None = None, *, code: str | None = None, field: str | None = None
    ) -> None:
        self.message = message if message is not None else self.message
        self.code = code or self.code
        self.field = field or self.field
        super().__init__(str(self.code))

    def __str__(self) -> str:
        return str(self.message)


class StaleRevisionError(DomainError):
    """Somebody else saved the row first; the form shows both versions."""

    code = "stale_revision"
    message = _("Someone else changed this while you were editing. Compare both versions before you save.")
