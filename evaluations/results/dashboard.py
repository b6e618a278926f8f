"""Home page cards about milestones that a person owns and about an evaluator's verifications."""

from typing import Any

from django.db.models import CharField, Count, F, QuerySet, TextField, UUIDField, Value
from django.db.models.functions import Cast, TruncDate
from django.utils import timezone

from evaluations.indicators.models import CaseloadReturn, Observation
from evaluations.results.models import Milestone, MilestoneEvidence
from participants.accounts.models import User

SHOWN = 12


def owned_milestones(user: User) -> dict[str, Any] | None:
    """Open milestones of the person with the evidence so far, next due first. One query.

    The status needs the values of the targets and is shown on the milestone's page only.
    """
    shown = MilestoneEvidence.objects.filter(confirmed_by__isnull=False, is_partial=False)
    rows = (
        Milestone.objects.filter(owner=user, cancelled_on=None)
        .exclude(pk__in=shown.values("milestone"))
        .with_facts()
        .select_related("result__framework__programme", "court__organisation")
        .order_by("due_on", "pk")[:SHOWN]
    )
    today = timezone.localdate()
    milestones = [(row, (row.due_on - today).days) for row in rows]
    return {"milestones": milestones} if milestones else None


def recent_verifications(user: User) -> dict[str, Any] | None:
    """What the person has verified and confirmed, newest first. One query over three tables."""
    evidence = _rows_of(
        MilestoneEvidence.objects.filter(confirmed_by=user).annotate(day=TruncDate("confirmed_at"), n=Value(1)),
        "evidence", "title", "milestone__public_id",
    )  # fmt: skip
    values = _rows_of(
        Observation.objects.filter(verified_by=user).annotate(day=TruncDate("verified_at"), n=Value(1)),
        "value", "indicator__title", "indicator__public_id",
    )  # fmt: skip
    returns = _rows_of(
        CaseloadReturn.objects.filter(verified_by=user)
        .values("court__organisation__jurisdiction")
        .annotate(day=TruncDate("verified_at"), n=Count("pk")),
        "returns", "court__organisation__jurisdiction__name", "court__organisation__jurisdiction__public_id",
    )  # fmt: skip
    newest = evidence.union(values, returns, all=True).order_by("-day")[:SHOWN]
    rows = [dict(zip(("kind", "about", "id", "day", "n"), line, strict=True)) for line in newest]
    return {"rows": rows} if rows else None


def _rows_of(rows: QuerySet[Any], kind: str, about: str, public_id: str) -> QuerySet[Any, Any]:
    kind_value = Cast(Value(kind), CharField())
    return rows.order_by().values_list(
        kind_value, Cast(about, TextField()), Cast(F(public_id), UUIDField()), "day", "n"
    )
