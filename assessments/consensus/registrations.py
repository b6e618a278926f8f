"""Register this package's search, audit, mail and job entries."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.consensus import emails, policies
from assessments.consensus.models import ConsensusPanel, ConsensusRound
from portal.access.users import AnyUser
from portal.audit import registry as audit
from portal.jobs import kinds
from portal.search import registry as search


def may_see_sending(user: AnyUser, job: Any) -> bool:
    return isinstance(job.target, ConsensusRound) and policies.may_manage(user, job.target.panel)


def register() -> None:
    audit.register(ConsensusPanel, policies.may_manage)
    search.register(ConsensusPanel, kind=_("Consensus panel"), page="assessments:consensus:panel")
    kinds.register(
        emails.INVITE,
        task="assessments.consensus.invite",
        title=_("Send invitations to a round"),
        may_see=may_see_sending,
    )
    kinds.register(
        emails.REMIND,
        task="assessments.consensus.remind",
        title=_("Send reminders for a round"),
        may_see=may_see_sending,
    )
