"""Reads on seats that services and pages share."""

from dataclasses import dataclass

from django.db.models import Count

from programs.cohorts.models import Cohort, CohortApplication, Enrolment, Quota, WaitingListEntry
from programs.cohorts.seats import QuotaRule, Seats, WaitingReason, waiting_reason


def seats_of(cohort: Cohort) -> Seats:
    """The cohort's seats as they stand: two queries. Lock the cohort first where the answer is acted on."""
    quotas = {
        quota.jurisdiction_id: QuotaRule(quota.minimum, quota.maximum)
        for quota in Quota.objects.filter(cohort=cohort)
    }
    seated = dict(
        Enrolment.objects.filter(cohort=cohort)
        .seated()
        .values_list("jurisdiction")
        .annotate(people=Count("id"))
        .values_list("jurisdiction", "people")
    )
    return Seats(cohort.capacity, quotas, seated)


@dataclass(frozen=True)
class WaitingStatus:
    """Where a waiting person stands: `ahead` people before them, and the rule that holds them back."""

    position: int
    ahead: int
    hold: WaitingReason


def waiting_status(application: CohortApplication) -> WaitingStatus | None:
    """The place on the list and the rule, or None when the application does not wait."""
    place = WaitingListEntry.objects.filter(application=application).first()
    if place is None or application.jurisdiction_id is None:
        return None
    ahead = WaitingListEntry.objects.filter(cohort_id=place.cohort_id, position__lt=place.position).count()
    return WaitingStatus(
        place.position, ahead, waiting_reason(application.jurisdiction_id, seats_of(application.cohort))
    )
