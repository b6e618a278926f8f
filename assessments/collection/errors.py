"""Errors of data collection, with messages for users."""

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError


class CollectionClosedError(DomainError):
    """Responses are accepted from the opening to the closing time only."""

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
    """Open links have no list of addresses: a response rate would be meaningless."""

    code = "invitations_not_allowed"
    message = _("This questionnaire uses open links. You cannot invite people by email address.")


class OpenLinkNotAllowedError(DomainError):
    code = "open_link_not_allowed"
    message = _("This assessment is by invitation only. You cannot use open links.")


class DelegationNotAllowedError(DomainError):
    """One message for all reasons, so that it does not reveal who is on the respondent list."""

    code = "delegation_not_allowed"
    field = "email"
    message = _(
        "We cannot send an email to this address for you. Enter another colleague’s address, "
        "or complete the questionnaire yourself."
    )


class TooManyDelegationsError(DomainError):
    code = "too_many_delegations"
    message = _(
        "This questionnaire has already been passed on twice. Complete it yourself, or tell us that "
        "it does not apply to you."
    )


class LinkFullError(DomainError):
    code = "full"
    message = _("This link has reached its maximum number of respondents.")


class NotOfferedError(DomainError):
    """The choice is not offered by the open link."""

    code = "not_offered"
    message = _("Choose one of these.")


class UnfinishedError(DomainError):
    code = "unfinished"
    message = _("Some answers are missing or not valid. They are listed below.")
