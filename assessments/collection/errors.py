"""What collecting refuses, in words for the person."""

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError


class CollectionClosedError(DomainError):
    """Answers are taken from the opening to the close, and at no other time."""

    code = "closed"
    message = _("This questionnaire is closed. Thank you for your interest.")


class PastCloseError(DomainError):
    code = "past_close"
    field = "closes_at"
    message = _("Enter a closing time in the future.")


class NothingAnsweredError(DomainError):
    code = "nothing_answered"
    message = _("Answer at least one question, or tell us that the questionnaire does not apply to you.")


class InvitationsNotAllowedError(DomainError):
    """An open link brings whoever comes: a list of addresses would make a response rate that means nothing."""

    code = "nobody_invited"
    message = _("This questionnaire uses open links. You cannot invite people by email address.")


class OpenLinkNotAllowedError(DomainError):
    code = "nobody_comes"
    message = _("This assessment is by invitation only. You cannot use open links.")


class DelegationNotAllowedError(DomainError):
    """One sentence for every reason: it must not tell who else is on the list."""

    code = "cannot_pass_on"
    field = "email"
    message = _(
        "We cannot send an email to this address for you. Enter another colleague’s address, "
        "or complete the questionnaire yourself."
    )


class TooManyDelegationsError(DomainError):
    code = "passed_on_too_often"
    message = _(
        "This questionnaire has already been passed on twice. Complete it yourself, or tell us that "
        "it does not apply to you."
    )


class LinkFullError(DomainError):
    code = "full"
    message = _("This link has reached its maximum number of respondents.")


class NotOfferedError(DomainError):
    """What was chosen is not among what the open link offers."""

    code = "not_offered"
    message = _("Choose one of these.")


class UnfinishedError(DomainError):
    code = "unfinished"
    message = _("Some answers are missing or not valid. They are listed below.")
