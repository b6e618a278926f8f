"""Action items of panels: rounds to vote in, and panels whose next round is due."""

from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.consensus.models import ConsensusPanel, ConsensusRound, RoundParticipation
from assessments.needs.models import NeedsAssessment
from portal.access.users import AnyUser
from portal.dashboard.action_items import ActionItemQuery, item_builder
from portal.languages.numbers import interpolate


def votes_due(user: AnyUser) -> ActionItemQuery:
    """Open rounds to which the person was invited by email and in which they have not finished."""
    rows = RoundParticipation.objects.visible_to(user).filter(
        is_finished=False, round__closed_at=None, round__closes_at__gt=timezone.now()
    )
    return ActionItemQuery(
        rows.order_by("round__closes_at", "pk"),
        what="round__panel__title",
        about=F("round__panel__assessment__owner__name"),
        due=F("round__closes_at"),
        build=item_builder(
            lambda panel: interpolate(_("Vote in the panel: %(panel)s"), panel=panel),
            page="assessments:consensus:vote_signed_in",
            action_label=_("Start voting"),
        ),
    )


def rounds_to_open(user: AnyUser) -> ActionItemQuery:
    """Panels between two rounds: items lack consensus, and no round is open."""
    own = NeedsAssessment.objects.managed_by(user).order_by()
    rows = ConsensusPanel.objects.filter(assessment__in=own.values("pk"), state=ConsensusPanel.State.OPEN)
    running = ConsensusRound.objects.filter(panel=OuterRef("pk"), closed_at=None)
    return ActionItemQuery(
        rows.exclude(Exists(running)).order_by("pk"),
        what="title",
        about=F("assessment__title"),
        build=item_builder(
            lambda panel: interpolate(_("Open the next round: %(panel)s"), panel=panel),
            page="assessments:consensus:panel",
            action_label=_("View the outcomes"),
        ),
    )
