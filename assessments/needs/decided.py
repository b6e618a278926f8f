"""Decisions whose day is over: what was promised, and what was put off until then."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.needs.decision_models import NeedDecision
from assessments.needs.models import NeedsAssessment, TrainingNeed
from participants.accounts.queries import Role, holds_portal_wide, organisations_of
from portal.desk.registry import Decision

SHOWN = 8


def overdue_decisions() -> QuerySet[NeedDecision]:
    """In force, past their day, of needs that nothing answers yet."""
    return (
        NeedDecision.objects.in_force()
        .filter(due_on__lt=timezone.localdate())
        .exclude(need__state=TrainingNeed.State.ANSWERED)
    )


def waiting(user: Any) -> list[Decision]:
    """What whoever decides on these needs has to look at again: one query."""
    rows = overdue_decisions()
    if not holds_portal_wide(user, Role.COORDINATOR):
        own = NeedsAssessment.objects.filter(owner__in=organisations_of(user, Role.COORDINATOR))
        rows = rows.filter(need__assessment__in=own.values("pk"))
    return [
        Decision(
            title=_("Look at this need again: %(need)s") % {"need": row.need.statement},
            about=f"{row.get_kind_display()}; {row.owner}",
            due=row.due_on,
            url=reverse("assessments:needs:training_need", args=[row.need.public_id]),
            act=_("Look at the need"),
        )
        for row in rows.select_related("need", "owner").order_by("due_on", "pk")[:SHOWN]
    ]
