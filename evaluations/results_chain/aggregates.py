"""Sums and JSON arrays that stages read from the database in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, FilteredRelation, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, JSONObject

from evaluations.reforms.models import ReformStep
from evaluations.reports.models import FigureSource, ReportFigure
from evaluations.results.models import MilestoneEvidence
from portal.access.users import AnyUser
from programs.cohorts.models import Cohort
from programs.curriculum.models import ModuleNeed


@dataclass(frozen=True)
class Participation:
    """Sums over all cohorts of the chain: people enrolled, completed and certified; cohorts with enrolments."""

    enrolled: int = 0
    completed: int = 0
    certified: int = 0
    taught: int = 0


@dataclass(frozen=True)
class NeedAnswer:
    """A module that addresses a need: the evidence, if any, and who linked them."""

    evidence: str
    by: str


@dataclass(frozen=True)
class StepConfirmation:
    """A step of a reform plan, its milestone, and the second person who confirmed it."""

    plan_id: int
    milestone_id: int | None
    confirmed_by: str | None


def participation_sums(cohorts: QuerySet[Cohort]) -> QuerySet[Any, Any]:
    """The fields of `Participation` as JSON. A completion has at most one valid certificate, so joins do not multiply
    rows.
    """
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


def confirmed_evidence() -> QuerySet[Any, Any]:
    """Full evidence of the outer milestone that a second person confirmed, as {"title", "by"}."""
    rows = MilestoneEvidence.objects.filter(
        milestone=OuterRef("pk"), confirmed_by__isnull=False, is_partial=False
    )
    evidence = JSONObject(title="title", by=_name_of("confirmed_by"))
    return rows.order_by("pk").values_list(evidence)


def answers_by(modules: Iterable[int]) -> QuerySet[Any, Any]:
    """The fields of `NeedAnswer` for each module that addresses the outer need."""
    rows = ModuleNeed.objects.filter(training_need=OuterRef("pk"), module__in=set(modules))
    return rows.order_by("pk").values_list(JSONObject(evidence="evidence", by=_name_of("stated_by")))


def confirmed_steps() -> QuerySet[Any, Any]:
    """The fields of `StepConfirmation` for the steps of the outer reform plan, in order."""
    rows = ReformStep.objects.filter(plan=OuterRef("pk"))
    fields = JSONObject(plan_id="plan", milestone_id="milestone", confirmed_by=_name_of("confirmed_by"))
    return rows.order_by("position", "pk").values_list(fields)


def _name_of(user: str) -> Coalesce:
    return Coalesce(f"{user}__person__full_name", f"{user}__email")


def with_modules(rows: QuerySet[Any], path: str, user: AnyUser) -> QuerySet[Any]:
    """Annotate `module_ids`: modules that address the needs that the person may see; `path` leads from need to row.

    None if the person cannot see any need.
    """
    answers = ModuleNeed.objects.visible_to(user).filter(**{path: OuterRef("pk")})
    return rows.annotate(module_ids=ArraySubquery(answers.values("module")))


def with_sources(figures: QuerySet[ReportFigure]) -> QuerySet[Any]:
    """Annotate `rests_on`: the source rows of each figure, as {"label", "row"}."""
    sources = FigureSource.objects.filter(figure=OuterRef("pk")).order_by("label", "row_id")
    return figures.annotate(
        rests_on=ArraySubquery(sources.values_list(JSONObject(label="label", row="row_id")))
    )
