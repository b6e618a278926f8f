"""The parts of the home pages of who pays, and of who answers for a jurisdiction."""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from participants.accounts.queries import Role, has_role, jurisdictions_of
from portal.access.users import AnyUser
from portal.dashboard.registry import register_card
from programs.cohorts.models import Cohort, Enrolment, Quota
from programs.funding.queries import grants_of

SHOWN = 20


def funds(user: AnyUser) -> bool:
    return has_role(user, Role.FUNDER)


def is_focal_point(user: AnyUser) -> bool:
    return bool(jurisdictions_of(user, Role.FOCAL_POINT))


def grants(user: AnyUser) -> dict[str, Any] | None:
    """Own contributions by programme: one query."""
    return {"grants": grants_of(user)}


def cohorts_of_jurisdiction(user: AnyUser) -> dict[str, Any] | None:
    """Open cohorts that keep seats for the jurisdiction, and those in which its people sit: one query."""
    mine, now = jurisdictions_of(user, Role.FOCAL_POINT), timezone.now()
    seated = Enrolment.objects.filter(jurisdiction__in=mine).seated()
    quotas = Quota.objects.filter(jurisdiction__in=mine)
    rows = (
        Cohort.objects.visible_to(user)
        .select_related("programme")
        .annotate(
            people=Coalesce(_of_cohort(seated, Count("pk")), 0),
            completed=Coalesce(_of_cohort(seated.filter(state=Enrolment.State.COMPLETED), Count("pk")), 0),
            kept=_of_cohort(quotas, Sum("minimum")),
            most=_of_cohort(quotas, Sum("maximum")),
        )
        .filter(Q(people__gt=0) | Q(state=Cohort.State.OPEN, closes_at__gt=now, kept__isnull=False))
        .order_by("-starts", "pk")[:SHOWN]
    )
    found = list(rows)
    open_now = [row for row in found if row.accepts_applications and row.kept is not None]
    return {
        "open": sorted(open_now, key=lambda row: row.closes_at),
        "attended": [row for row in found if row.people],
        "people": sum(row.people for row in found),
    }


def _of_cohort(rows: QuerySet[Any], expression: Any) -> Subquery:
    counted = rows.filter(cohort=OuterRef("pk")).order_by().values("cohort").annotate(x=expression)
    return Subquery(counted.values("x"), output_field=IntegerField())


def register() -> None:
    register_card("programs/home/_grants.html", grants, order=5, test=funds)
    register_card(
        "programs/home/_cohorts_from_here.html", cohorts_of_jurisdiction, order=30, test=is_focal_point
    )
