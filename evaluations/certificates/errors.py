"""Refusals about certificates."""

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError


class NoWordingError(DomainError):
    code = "no_certificate_wording"
    message = _("State who issues and who signs before you issue certificates.")


class NothingDueError(DomainError):
    code = "nothing_due"
    message = _("Nobody you chose has a certificate due.")


class AlreadyRevokedError(DomainError):
    code = "already_revoked"
    message = _("This certificate has been revoked already.")
