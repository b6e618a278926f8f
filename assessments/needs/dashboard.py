"""The home page's card on assessments that close soon and needs to decide."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from assessments.needs.models import NeedsAssessment, TrainingNeed
from assessments.needs.queries import response_rate, with_counts
from portal.access.users import AnyUser

SOON = timedelta(days=7)
LOW_PERCENT = 40


def needs_card(user: AnyUser) -> dict[str, Any] | None:
    """For coordinators: assessments that close soon or have a low response rate, and needs to decide. Two
    queries.
    """
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
