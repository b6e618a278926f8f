"""What a survey refuses, in words for the person."""

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError


class NotPlannedError(DomainError):
    code = "not_planned"
    message = _("This survey has been opened. It can be closed, but not changed any more.")


class NotOpenError(DomainError):
    code = "not_open"
    message = _("This survey is not open.")


class CalledOffError(DomainError):
    code = "called_off"
    message = _("The session or the cohort was cancelled: nobody is asked about it.")


class NobodyToAskError(DomainError):
    code = "nobody_to_ask"
    message = _("Nobody is to be asked yet: record attendance or completions first.")


class NotReadyError(DomainError):
    """The questionnaire cannot be opened; the reasons are the questionnaire's."""

    code = "not_ready"
    field = "questionnaire"
    message = _("This questionnaire asks nothing yet.")


class NoLanguageError(DomainError):
    code = "no_language"
    field = "questionnaire"
    message = _("It is complete in none of the cohort’s languages. Translate it first.")


class AlreadyPlannedError(DomainError):
    code = "already_planned"
    field = "subjects"
    message = _("This questionnaire is planned for it already.")
