"""Errors of invitations, with messages for users."""

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError


class ClosedError(DomainError):
    """`code` is accepted, withdrawn or expired."""

    code = "expired"
    MESSAGES = {
        "accepted": _("This invitation has already been accepted. Sign in with your email address."),
        "withdrawn": _("This invitation has been withdrawn."),
        "expired": _("This invitation has expired. Ask the person who invited you for a new one."),
    }

    def __init__(self, code: str) -> None:
        super().__init__(self.MESSAGES[code], code=code)


class OtherAccountError(DomainError):
    code = "other_account"
    message = _("This invitation is for another email address. Sign out, then open the link again.")


class AccountExistsError(DomainError):
    code = "account_exists"
    message = _("There is already an account with this email address. Sign in, then open the link again.")
