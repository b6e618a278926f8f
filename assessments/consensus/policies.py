"""Permissions: assessment managers run panels; those who read the assessment read outcomes, never names."""

from assessments.consensus.models import ConsensusPanel, RoundParticipation
from assessments.needs import policies as needs
from portal.access.users import AnyUser


def may_read(user: AnyUser, panel: ConsensusPanel) -> bool:  # noqa: ARG001  # the queryset decided on the row
    return user.is_authenticated


def may_manage(user: AnyUser, panel: ConsensusPanel) -> bool:
    return needs.may_manage(user, panel.assessment)


def may_vote(user: AnyUser, participation: RoundParticipation) -> bool:  # noqa: ARG001  # the queryset decided on the row
    return user.is_authenticated
