"""What boards refuse, in words for the person."""

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError


class VotedError(DomainError):
    code = "voted"
    message = _("This partner has voted already; a vote is cast once.")


class VoteClosedError(DomainError):
    code = "vote_closed"
    message = _("The vote is closed.")


class NoVoteError(DomainError):
    code = "no_vote"
    field = "partner"
    message = _("This partner has no vote.")


class StrangerError(DomainError):
    code = "stranger"
    field = "user"
    message = _("Only somebody who serves there today, or holds a role for it, speaks for a partner.")


class OtherAgendaError(DomainError):
    code = "other_agenda"
    message = _("This belongs to another agenda.")


class TooEarlyError(DomainError):
    code = "too_early"
    message = _("The vote runs until its day, or until every partner has voted.")


class NotReadyError(DomainError):
    code = "step_not_ready"
    field = "item"
    message = _("Say who answers for the step, and by when, before the board agrees on it.")


class CommentsClosedError(DomainError):
    code = "comments_closed"
    message = _("Comments are closed.")


class NotPublicError(DomainError):
    code = "not_public"
    message = _("This agenda is not public, so it takes no comments from outside the board.")


class JudgedError(DomainError):
    """Another hand was first: the message tells what it did."""

    code = "judged"


class NotShownError(DomainError):
    code = "not_let_through"
    message = _("Let the comment through before you reply to it.")


class NoMeetingError(DomainError):
    code = "no_meeting"
    field = "partner"
    message = _("A vote is recorded for a partner only where it was told in a meeting.")


class LastSeatError(DomainError):
    code = "open_votes"
    message = _("A vote is open. Count it before the board changes.")
