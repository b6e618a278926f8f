"""Home page cards about court figures: the courts of a focal point, and figures for evaluators to verify."""

from datetime import date
from typing import Any

from django.db.models import Count, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from evaluations.indicators.models import CaseloadReturn, Indicator, Observation
from participants.accounts.queries import Role, jurisdictions_of
from participants.organisations.models import Court
from portal.access.users import AnyUser
from portal.languages.numbers import digits

SHOWN = 20
COMPUTED = (Indicator.Formula.CLEARANCE_RATE, Indicator.Formula.DISPOSITION_TIME)


def own_courts(user: AnyUser) -> dict[str, Any] | None:
    """Courts of the focal point's jurisdictions, with returns due and returns to verify. One query.

    A return is due if the court has none up to the end of the last full year.
    """
    last_year_end = date(timezone.localdate().year - 1, 12, 31)
    courts = list(
        Court.objects.filter(organisation__jurisdiction__in=jurisdictions_of(user, Role.FOCAL_POINT))
        .select_related("organisation__jurisdiction")
        .annotate(
            latest=Max("caseload_returns__ends"),
            unverified=Count("caseload_returns", filter=Q(caseload_returns__verified_by=None)),
        )
        .order_by(F("latest").asc(nulls_first=True), "organisation__name")
    )
    due = [court for court in courts if court.latest is None or court.latest < last_year_end]
    unverified = [court for court in courts if court.unverified]
    return {
        "courts": len(courts),
        "due": due[:SHOWN],
        "due_count": len(due),
        "unverified": unverified[:SHOWN],
        "year": digits(last_year_end.year),
        "place": courts[0].organisation.jurisdiction if courts else None,
    }


def verification(user: AnyUser) -> dict[str, Any] | None:  # noqa: ARG001  one shape for all cards
    """Indicators that programmes have targets for, with verified and unverified values. One query."""
    observed = (
        Observation.objects.filter(indicator=OuterRef("pk"), is_current=True).order_by().values("indicator")
    )
    returns = CaseloadReturn.objects.order_by().annotate(all=Value(1)).values("all")
    rows = (
        Indicator.objects.filter(targets__isnull=False)
        .distinct()
        .annotate(
            verified_values=_count(observed.filter(verified_by__isnull=False)),
            unverified_values=_count(observed.filter(verified_by=None)),
            verified_returns=_count(returns.filter(verified_by__isnull=False)),
            unverified_returns=_count(returns.filter(verified_by=None)),
        )
        .order_by("code")
    )
    shown = []
    for row in rows[:SHOWN]:
        computed = row.formula in COMPUTED
        shown.append(
            {
                "indicator": row,
                "computed": computed,
                "verified": row.verified_returns if computed else row.verified_values,
                "unverified": row.unverified_returns if computed else row.unverified_values,
            }
        )
    return {"rows": shown} if shown else None


def _count(grouped: QuerySet[Any, Any]) -> Coalesce:
    return Coalesce(Subquery(grouped.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)
