"""The head that every page of a cohort's desk shares: facts, seats, tabs."""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from portal.access.users import AnyUser
from programs.cohorts import policies
from programs.cohorts.models import Cohort, CohortApplication, WaitingListEntry
from programs.cohorts.queries import seats_of
from programs.cohorts.seats import Seats


def cohort_context(user: AnyUser, cohort: Cohort, *, seats: Seats | None = None) -> dict[str, Any]:
    """Context of `programs/cohorts/_desk.html`: at most four queries."""
    applications = CohortApplication.objects.filter(cohort=OuterRef("pk"))
    counts = (
        Cohort.objects.filter(pk=cohort.pk)
        .values(
            applied=_count(applications.exclude(state="draft")),
            undecided=_count(applications.filter(state="submitted")),
            waiting=_count(WaitingListEntry.objects.filter(cohort=OuterRef("pk"))),
            planned=_count(_rows("sessions")),
            asked_of=_count(_rows("surveys")),
        )
        .get()
    )
    return {
        "cohort": cohort,
        "seats": seats or seats_of(cohort),
        "counts": counts,
        "may_coordinate": policies.may_coordinate(user, cohort),
    }


def _rows(name: str) -> Any:
    """What hangs on a cohort in a room above this one."""
    model: Any = Cohort._meta.get_field(name).related_model
    return model.objects.filter(cohort=OuterRef("pk"))


def _count(rows: QuerySet[Any]) -> Coalesce:
    """A count of its own: joined counts would multiply one another."""
    counted = rows.order_by().values("cohort").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
