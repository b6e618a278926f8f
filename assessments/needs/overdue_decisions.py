"""Overdue decisions: training that was promised, and needs that were deferred until then."""

from datetime import date

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.needs.decision_models import NeedDecision
from assessments.needs.models import NeedsAssessment, TrainingNeed
from portal.access.users import AnyUser
from portal.dashboard.action_items import ActionItem, ActionItemQuery
from portal.languages.numbers import interpolate


def overdue_decisions() -> QuerySet[NeedDecision]:
    """Decisions in force, past their date, on needs that nothing addresses yet."""
    return (
        NeedDecision.objects.in_force()
        .filter(due_on__lt=timezone.localdate())
        .exclude(need__state=TrainingNeed.State.ANSWERED)
    )


def decisions_to_review(user: AnyUser) -> ActionItemQuery:
    """Action items for those who decide on these needs."""
    own = NeedsAssessment.objects.managed_by(user).order_by()
    return ActionItemQuery(
        overdue_decisions().filter(need__assessment__in=own.values("pk")).order_by("due_on", "pk"),
        what="need__statement",
        about=Concat(F("kind"), Value(" "), F("owner__name")),
        due=F("due_on"),
        row="need__public_id",
        build=_look_again,
    )


def _look_again(row: str, statement: str, about: str, due: date | None) -> ActionItem:
    kind, _space, owner = about.partition(" ")
    return ActionItem(
        title=interpolate(_("Review this need again: %(need)s"), need=statement),
        about=f"{NeedDecision.Kind(kind).label}; {owner}",
        due=due,
        url=reverse("assessments:needs:training_need", args=[row]),
        action_label=_("Review the need"),
    )
