"""Errors of agenda services."""

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError


class VotedError(DomainError):
    code = "voted"
    message = _("This partner has already voted. A vote cannot be changed.")


class VoteClosedError(DomainError):
    code = "vote_closed"
    message = _("The vote is closed.")


class NoVoteError(DomainError):
    code = "no_vote"
    field = "partner"
    message = _("This partner has no vote.")


class NotRepresentativeError(DomainError):
    code = "not_representative"
    field = "partner"
    message = _("You do not represent this partner.")


class NotAffiliatedError(DomainError):
    code = "not_affiliated"
    field = "user"
    message = _("Only a person with a current post or role at the organisation can represent the partner.")


class OtherAgendaError(DomainError):
    code = "other_agenda"
    message = _("This does not belong to this agenda. Choose another one.")


class TooEarlyError(DomainError):
    code = "too_early"
    message = _("You can count the votes after voting closes, or once every partner has voted.")


class ItemIncompleteError(DomainError):
    code = "item_incomplete"
    field = "item"
    message = _("Enter the responsible partner and the due date before the board agrees the item.")


class CommentsClosedError(DomainError):
    code = "comments_closed"
    message = _("Comments are closed.")


class NotPublicError(DomainError):
    code = "not_public"
    message = _("This agenda is not public, so it does not accept public comments.")


class AlreadyModeratedError(DomainError):
    """Someone else has moderated the comment already; the message says with which result."""

    code = "already_moderated"


class NotShownError(DomainError):
    code = "comment_not_approved"
    message = _("Approve the comment before you reply to it.")


class NoMeetingError(DomainError):
    code = "no_meeting"
    field = "partner"
    message = _(
        "You can record a partner’s vote only if the motion was proposed in a meeting that has started."
    )


class OpenVoteError(DomainError):
    code = "open_vote"
    message = _("Count the votes on open motions before you change the board.")
