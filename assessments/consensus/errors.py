"""Errors of consensus panels, with messages for users."""

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError


class PanelRunsError(DomainError):
    code = "panel_runs"
    message = _(
        "The first round has started, so the items and the criteria for agreement can no longer be changed."
    )


class PanelClosedError(DomainError):
    code = "panel_closed"
    message = _("This panel is closed. You can no longer add panellists.")


class NotReadyError(DomainError):
    """`message` names what is missing."""

    code = "not_ready"


class RoundClosedError(DomainError):
    code = "closed"
    message = _("This round is closed. Thank you for your interest.")


class NothingToVoteOnError(DomainError):
    code = "nothing_to_vote_on"
    message = _("You cannot open another round: every item has an outcome, or the last round has ended.")


class NothingVotedError(DomainError):
    code = "nothing_voted"
    message = _("Vote on at least one item, or select “No opinion”.")
