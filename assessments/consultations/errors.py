"""Errors of consultations, with messages for users."""

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError


class NotInAssessmentError(DomainError):
    code = "not_in_assessment"
    field = "competency"
    message = _("This competency is not part of the assessment.")
