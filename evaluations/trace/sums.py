"""What a stage adds up in the database rather than row by row."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, FilteredRelation, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, JSONObject

from evaluations.reports.models import FigureSource, ReportFigure
from evaluations.results.models import MilestoneEvidence
from programs.cohorts.models import Cohort


@dataclass(frozen=True)
class People:
    """Sums over all cohorts of the chain: people enrolled, completed, certified; cohorts with anybody enrolled."""

    enrolled: int = 0
    completed: int = 0
    certified: int = 0
    taught: int = 0


def sums_of(cohorts: QuerySet[Cohort]) -> QuerySet[Any, Any]:
    """The fields of `People` as one JSON value. A completion has one valid certificate at most: nothing multiplies."""
    enrolments: Any = Cohort._meta.get_field("enrolments").related_model
    seated = ~Q(state="withdrawn")
    valid = Q(completion__certificates__revoked_at=None, completion__certificates__issued_at__isnull=False)
    return (
        enrolments.objects.filter(cohort__in=cohorts.order_by().values("pk"))
        .annotate(valid=FilteredRelation("completion__certificates", condition=valid), one=Value(1))
        .order_by()
        .values("one")
        .annotate(
            sums=JSONObject(
                enrolled=Count("cohort", filter=seated),
                completed=Count("completion"),
                certified=Count("valid__completion"),
                taught=Count("cohort", filter=seated, distinct=True),
            )
        )
        .values("sums")
    )


def shown_evidence() -> QuerySet[Any, Any]:
    """Of the outer milestone: full evidence that a second person confirmed, as {"title", "by"}."""
    rows = MilestoneEvidence.objects.filter(
        milestone=OuterRef("pk"), confirmed_by__isnull=False, shows_part=False
    )
    said = JSONObject(title="title", by=Coalesce("confirmed_by__person__full_name", "confirmed_by__email"))
    return rows.order_by("pk").values_list(said)


def with_sources(figures: QuerySet[ReportFigure]) -> QuerySet[Any]:
    """Adds `rests_on`: the rows that each figure was counted from, as {"label", "row"}."""
    sources = FigureSource.objects.filter(figure=OuterRef("pk")).order_by("label", "row_id")
    return figures.annotate(
        rests_on=ArraySubquery(sources.values_list(JSONObject(label="label", row="row_id")))
    )
