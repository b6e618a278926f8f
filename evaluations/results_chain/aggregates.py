"""What a stage adds up in the database rather than row by row."""

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
    """Sums over all cohorts of the chain: people enrolled, completed, certified; cohorts with anybody enrolled."""

    enrolled: int = 0
    completed: int = 0
    certified: int = 0
    taught: int = 0


@dataclass(frozen=True)
class NeedAnswer:
    """That a module answers a need: what shows it, if anything does, and who said so."""

    evidence: str
    by: str


@dataclass(frozen=True)
class StepConfirmation:
    """A step of a reform plan, the milestone that it points at, and the second person who confirmed it."""

    plan_id: int
    milestone_id: int | None
    confirmed_by: str | None


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
        milestone=OuterRef("pk"), confirmed_by__isnull=False, is_partial=False
    )
    said = JSONObject(title="title", by=_name_of("confirmed_by"))
    return rows.order_by("pk").values_list(said)


def answers_by(modules: Iterable[int]) -> QuerySet[Any, Any]:
    """Of the outer need: the fields of `Answer`, once for each of the modules that answers it."""
    rows = ModuleNeed.objects.filter(training_need=OuterRef("pk"), module__in=set(modules))
    return rows.order_by("pk").values_list(JSONObject(evidence="evidence", by=_name_of("stated_by")))


def actions_where(where: Q) -> QuerySet[Any, Any]:
    """Of the outer reform plan: the fields of `Action`, in the plan's order."""
    rows = ReformStep.objects.filter(where, plan=OuterRef("pk"))
    fields = JSONObject(plan_id="plan", milestone_id="milestone", confirmed_by=_name_of("confirmed_by"))
    return rows.order_by("position", "pk").values_list(fields)


def _name_of(user: str) -> Coalesce:
    return Coalesce(f"{user}__person__full_name", f"{user}__email")


def with_modules(rows: QuerySet[Any], path: str, user: AnyUser) -> QuerySet[Any]:
    """Adds `module_ids`: what answers the needs that the person may see, of which `path` leads to each row.

    None where it is plain beforehand that the person sees no need.
    """
    answers = ModuleNeed.objects.visible_to(user).filter(**{path: OuterRef("pk")})
    return rows.annotate(module_ids=ArraySubquery(answers.values("module")))


def with_sources(figures: QuerySet[ReportFigure]) -> QuerySet[Any]:
    """Adds `rests_on`: the rows that each figure was counted from, as {"label", "row"}."""
    sources = FigureSource.objects.filter(figure=OuterRef("pk")).order_by("label", "row_id")
    return figures.annotate(
        rests_on=ArraySubquery(sources.values_list(JSONObject(label="label", row="row_id")))
    )
