"""What collecting refuses, in words for the person."""

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError


class CollectionClosedError(DomainError):
    """Answers are taken from the opening to the close, and at no other time."""

    code = "closed"
    message = _("This questionnaire is closed. Thank you for wanting to answer.")


class PastCloseError(DomainError):
    code = "past_close"
    field = "closes_at"
    message = _("Set a closing time that lies ahead.")


class NothingAnsweredError(DomainError):
    code = "nothing_answered"
    message = _("Answer at least one question, or say that the questionnaire does not concern you.")


class NobodyInvitedError(DomainError):
    """An open link brings whoever comes: a list of addresses would make a response rate that means nothing."""

    code = "nobody_invited"
    message = _("This questionnaire is answered by an open link: nobody is invited by address.")


class NobodyComesError(DomainError):
    code = "nobody_comes"
    message = _("This assessment asks by invitation: nobody comes by an open link.")


class CannotPassOnError(DomainError):
    """One sentence for every reason: it must not tell who else is on the list."""

    code = "cannot_pass_on"
    field = "email"
    message = _("We cannot write to this address for you. Name another colleague, or answer yourself.")


class PassedOnTooOftenError(DomainError):
    code = "passed_on_too_often"
    message = _(
        "This questionnaire has been passed on twice. Answer it yourself, or say that it does not concern you."
    )


class LinkFullError(DomainError):
    code = "full"
    message = _("As many people as were foreseen have come by this link.")


class NotOfferedError(DomainError):
    """What was chosen is not among what the open link offers."""

    code = "not_offered"
    message = _("Choose one of these.")


class UnfinishedError(DomainError):
    code = "unfinished"
    message = _("Some answers are missing or not accepted. They are named below.")
