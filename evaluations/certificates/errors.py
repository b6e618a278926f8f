"""Errors of certificate services."""

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError
from portal.languages.numbers import date_format, interpolate
from programs.cohorts.models import Cohort


class NoTemplateError(DomainError):
    code = "no_certificate_template"
    message = _("Set up the certificate (issuer and signatories) before you issue certificates.")


class NothingDueError(DomainError):
    code = "nothing_due"
    message = _("None of the selected people has a certificate ready to issue.")


class AlreadyRevokedError(DomainError):
    code = "already_revoked"
    message = _("This certificate has already been revoked.")


class CourseNotOverError(DomainError):
    code = "course_not_over"

    def __init__(self, cohort: Cohort) -> None:
        super().__init__(
            interpolate(
                _("The course ends on %(day)s in its time zone. Issue the certificates then."),
                day=date_format(cohort.ends),
            )
        )


class NoHoursError(DomainError):
    code = "no_hours"
    message = _(
        "The edition of this course has no hours, which a certificate states. Use an edition with hours."
    )
