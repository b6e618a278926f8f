"""Counts of programmes for lists and home pages."""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from programs.programmes.models import Programme


def with_counts(programmes: QuerySet[Programme]) -> QuerySet[Any]:
    """Add `cohort_count`, `seats` and `enrolled`, as subqueries, since joins would multiply the counts."""
    cohorts: Any = Programme._meta.get_field("cohorts").related_model
    enrolments: Any = cohorts._meta.get_field("enrolments").related_model

    def of_programme(rows: QuerySet[Any], path: str, expression: Any) -> Any:
        summed = (
            rows.filter(**{path: OuterRef("pk")}).order_by().values(path).annotate(x=expression).values("x")
        )
        return Coalesce(Subquery(summed, output_field=IntegerField()), 0)

    return programmes.annotate(
        cohort_count=of_programme(cohorts.objects.all(), "programme", Count("pk")),
        seats=of_programme(cohorts.objects.all(), "programme", Sum("capacity")),
        enrolled=of_programme(enrolments.objects.seated(), "cohort__programme", Count("cohort")),
    )
