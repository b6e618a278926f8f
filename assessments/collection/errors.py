"""What collecting refuses, in words for the person."""

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError


class CollectionClosedError(DomainError):
    """Answers are taken from the opening to the close, and at no other time."""

    code = "closed"
    message = _("This questionnaire is closed. Thank you for wanting to answer.")


class NothingAnsweredError(DomainError):
    code = "nothing_answered"
    message = _("Answer at least one question, or say that the questionnaire does not concern you.")


class UnfinishedError(DomainError):
    code = "unfinished"
    message = _("Some answers are missing or not accepted. They are named below.")
