"""Errors of surveys."""

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError


class NotPlannedError(DomainError):
    code = "not_planned"
    message = _("This survey has been opened. You can close it, but you can no longer change it.")


class NotOpenError(DomainError):
    code = "not_open"
    message = _("This survey is not open.")


class CancelledError(DomainError):
    code = "cancelled"
    message = _("The session or cohort was cancelled, so nobody is invited.")


class NoRespondentsError(DomainError):
    code = "no_respondents"
    message = _("There is nobody to invite yet. Record attendance or completions first.")


class NotReadyError(DomainError):
    """The questionnaire has errors, which the message lists."""

    code = "not_ready"
    field = "questionnaire"
    message = _("This questionnaire has no questions yet.")


class NoLanguageError(DomainError):
    code = "no_language"
    field = "questionnaire"
    message = _("This questionnaire is not complete in any of the cohort’s languages. Translate it first.")


class AlreadyPlannedError(DomainError):
    code = "already_planned"
    field = "subjects"
    message = _("This questionnaire is already planned for this course or session.")
