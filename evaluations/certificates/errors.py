"""Errors of certificate services."""

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError


class NoTemplateError(DomainError):
    code = "no_certificate_template"
    message = _("Set up the certificate (issuer and signatories) before you issue certificates.")


class NothingDueError(DomainError):
    code = "nothing_due"
    message = _("None of the selected people has a certificate ready to issue.")


class AlreadyRevokedError(DomainError):
    code = "already_revoked"
    message = _("This certificate has already been revoked.")
