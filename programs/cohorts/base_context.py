"""The template context that all staff pages of a cohort share: facts, seats and tabs."""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from portal.access.users import AnyUser
from programs.cohorts import policies
from programs.cohorts.models import Cohort, CohortApplication, WaitingListEntry
from programs.cohorts.queries import seats_of
from programs.cohorts.seats import Seats


def cohort_context(user: AnyUser, cohort: Cohort, *, seats: Seats | None = None) -> dict[str, Any]:
    """The context of `programs/cohorts/_header.html`, in at most four queries."""
    applications = CohortApplication.objects.filter(cohort=OuterRef("pk"))
    counts = (
        Cohort.objects.filter(pk=cohort.pk)
        .values(
            applied=_count(applications.exclude(state="draft")),
            undecided=_count(applications.filter(state="submitted")),
            waiting=_count(WaitingListEntry.objects.filter(cohort=OuterRef("pk"))),
            planned=_count(_rows("sessions")),
            survey_count=_count(_rows("surveys")),
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
    """Rows of a higher package that refer to the cohort; found by the relation's name, as it cannot be imported."""
    model: Any = Cohort._meta.get_field(name).related_model
    return model.objects.filter(cohort=OuterRef("pk"))


def _count(rows: QuerySet[Any]) -> Coalesce:
    """A count as a subquery: counts over several joins would multiply each other."""
    counted = rows.order_by().values("cohort").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
