"""What every page of an assessment shares, and what the home page shows of them."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from assessments.collection.models import Invitation
from assessments.needs import policies
from assessments.needs.models import NeedsAssessment, TrainingNeed
from assessments.needs.queries import response_rate, with_counts

SOON = timedelta(days=7)
LOW_PERCENT = 40


def frame(user: Any, assessment: NeedsAssessment) -> dict[str, Any]:
    """Context of `assessments/needs/_head.html`: four queries."""
    return {
        "assessment": assessment,
        "collection": assessment.collection,
        "jurisdictions": list(assessment.jurisdictions.all()),
        "counts": {
            "items": assessment.items.count(),
            "groups": assessment.groups.count(),
            "people": Invitation.objects.filter(collection=assessment.collection_id).count(),
        },
        "may_manage": policies.may_manage(user, assessment),
    }


def decisions(user: Any) -> dict[str, Any] | None:
    """What waits for a coordinator: assessments that close soon or lack answers, needs to decide. Two queries."""
    now = timezone.now()
    assessments = []
    running = with_counts(NeedsAssessment.objects.visible_to(user).filter(state=NeedsAssessment.State.OPEN))
    for assessment in running.order_by("collection__closes_at")[:20]:
        rate = response_rate(assessment.asked, 0, 0, assessment.answered)
        is_low = rate.value is not None and rate.value < LOW_PERCENT
        if assessment.collection.closes_at < now + SOON or is_low:
            assessments.append({"assessment": assessment, "rate": rate, "is_low": is_low})
    needs = list(
        TrainingNeed.objects.visible_to(user)
        .filter(state=TrainingNeed.State.OPEN)
        .select_related("assessment")
        .order_by("priority", "id")[:5]
    )
    if not assessments and not needs:
        return None
    return {"assessments": assessments, "needs": needs, "count": len(assessments) + len(needs)}
