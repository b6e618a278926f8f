"""The head that every page of a cohort's desk shares: facts, seats, tabs."""

from typing import Any

from django.db.models import Count, Q

from programs.cohorts import policies
from programs.cohorts.models import Cohort
from programs.cohorts.queries import seats_of
from programs.cohorts.seats import Seats


def cohort_tabs(user: Any, cohort: Cohort, *, seats: Seats | None = None) -> dict[str, Any]:
    """Context of `programs/cohorts/_desk.html`: at most four queries."""
    counts = Cohort.objects.filter(pk=cohort.pk).aggregate(
        applied=Count("applications", filter=~Q(applications__state="draft"), distinct=True),
        undecided=Count("applications", filter=Q(applications__state="submitted"), distinct=True),
        waiting=Count("waiting_places", distinct=True),
        planned=Count("sessions", distinct=True),
    )
    return {
        "cohort": cohort,
        "seats": seats or seats_of(cohort),
        "counts": counts,
        "may_coordinate": policies.may_coordinate(user, cohort),
    }
