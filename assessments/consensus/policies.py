"""Who runs a panel: whoever manages its assessment; who reads the assessment reads the outcomes, never a name."""

from typing import Any

from assessments.consensus.models import ConsensusPanel, RoundParticipation
from assessments.needs import policies as needs


def may_read(user: Any, panel: ConsensusPanel) -> bool:  # noqa: ARG001  # the queryset decided on the row
    return user.is_authenticated


def may_manage(user: Any, panel: ConsensusPanel) -> bool:
    return needs.may_manage(user, panel.assessment)


def may_vote(user: Any, participation: RoundParticipation) -> bool:  # noqa: ARG001  # the queryset decided on the row
    return user.is_authenticated
