"""The template context that all staff pages of a cohort share: facts, seats and tabs."""

from typing import Any

from django.db.models import OuterRef

from portal.access.users import AnyUser
from programs.cohorts import policies
from programs.cohorts.models import Cohort, CohortApplication, CohortStaff, WaitingListEntry
from programs.cohorts.queries import count_of, seats_of
from programs.cohorts.seats import Seats


def cohort_context(user: AnyUser, cohort: Cohort, *, seats: Seats | None = None) -> dict[str, Any]:
    """The context of `programs/cohorts/_header.html`, in at most four queries."""
    applications = CohortApplication.objects.filter(cohort=OuterRef("pk"))
    counts = (
        Cohort.objects.filter(pk=cohort.pk)
        .values(
            applied=count_of(applications.exclude(state="draft")),
            undecided=count_of(applications.filter(state="submitted")),
            waiting=count_of(WaitingListEntry.objects.filter(cohort=OuterRef("pk"))),
            staffed=count_of(CohortStaff.objects.in_force().filter(cohort=OuterRef("pk"))),
            planned=count_of(_rows("sessions")),
            survey_count=count_of(_rows("surveys")),
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
