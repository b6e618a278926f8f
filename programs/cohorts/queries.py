"""Queries on seats and the waiting list that services and pages share."""

from dataclasses import dataclass

from django.db.models import Count

from programs.cohorts.models import Cohort, CohortApplication, Enrolment, Quota, WaitingListEntry
from programs.cohorts.seats import QuotaRule, Seats, WaitingReason, waiting_reason


def seats_of(cohort: Cohort) -> Seats:
    """The cohort's current seats, in two queries. Lock the cohort first if you give seats based on the result."""
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
    """The position on the waiting list, the number of people ahead, and the reason for waiting."""

    position: int
    ahead: int
    reason: WaitingReason


def waiting_status(application: CohortApplication) -> WaitingStatus | None:
    """The waiting status, or None if the application is not on the waiting list."""
    entry = WaitingListEntry.objects.filter(application=application).first()
    if entry is None or application.jurisdiction_id is None:
        return None
    ahead = WaitingListEntry.objects.filter(cohort_id=entry.cohort_id, position__lt=entry.position).count()
    return WaitingStatus(
        entry.position, ahead, waiting_reason(application.jurisdiction_id, seats_of(application.cohort))
    )
