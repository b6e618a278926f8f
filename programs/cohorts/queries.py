"""Queries on seats and the waiting list that services and pages share."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from participants.organisations.models import Jurisdiction
from participants.people.models import Person
from programs.cohorts.eligibility import Course, Obstacle, obstacle_for
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


@dataclass(frozen=True)
class CatalogueEntry:
    """A cohort in the catalogue, with the obstacle for the reader and the length of the waiting list."""

    cohort: Cohort
    obstacle: Obstacle | None
    jurisdictions: list[Jurisdiction]
    waiting: int


def catalogue_entries(cohorts: QuerySet[Cohort], person: Person | None) -> list[CatalogueEntry]:
    """The cohorts for the reader, those without an obstacle first. Two queries."""
    seated = Enrolment.objects.filter(cohort=OuterRef("pk")).seated()
    waiting = WaitingListEntry.objects.filter(cohort=OuterRef("pk"))
    rows = cohorts.annotate(seated=count_of(seated), waiting=count_of(waiting)).prefetch_related(
        "programme__jurisdictions"
    )
    spoken = {*person.languages, *([person.user.language] if person.user else [])} if person else set()
    entries = []
    for cohort in rows:
        jurisdictions = list(cohort.programme.jurisdictions.all())
        course = Course([row.pk for row in jurisdictions], cohort.languages, cohort.capacity - cohort.seated)
        obstacle = obstacle_for(
            course, jurisdiction=person.jurisdiction_id if person else None, languages=spoken
        )
        entries.append(CatalogueEntry(cohort, obstacle, jurisdictions, cohort.waiting))
    return sorted(entries, key=lambda entry: entry.obstacle in (Obstacle.JURISDICTION, Obstacle.LANGUAGE))


def count_of(rows: QuerySet[Any]) -> Coalesce:
    """A count as a subquery: counts over several joins would multiply each other."""
    counted = rows.order_by().values("cohort").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
