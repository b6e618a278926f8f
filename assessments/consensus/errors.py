"""What consensus panels refuse, in words for the person."""

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError


class PanelRunsError(DomainError):
    code = "panel_runs"
    message = _("The first round has begun: what is voted on and what counts as agreement stand.")


class NotReadyError(DomainError):
    """`message` names what is missing."""

    code = "not_ready"


class RoundClosedError(DomainError):
    code = "closed"
    message = _("This round is closed. Thank you for wanting to vote.")


class NothingToVoteOnError(DomainError):
    code = "nothing_to_vote_on"
    message = _("Every item has its outcome, or the last round is over.")


class NothingVotedError(DomainError):
    code = "nothing_voted"
    message = _("Vote on at least one item, or say that you have no opinion.")
