"""One loader for each stage of the chain: the rows that match `where` and that the person may see. One query each."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet, Subquery, Window

from assessments.needs.models import TrainingNeed
from evaluations.reforms.models import ReformPlan
from evaluations.reports.models import FigureSource, ImpactReport, ReportFigure
from evaluations.reports.snapshot.reader import TRACED
from evaluations.results.models import Milestone, Target
from evaluations.results_chain.aggregates import (
    answers_by,
    confirmed_evidence,
    confirmed_steps,
    participation_sums,
)
from portal.access.users import AnyUser
from programs.cohorts.models import Cohort
from programs.curriculum.models import Edition

NEED_LABEL, COHORT_LABEL, PLAN_LABEL, MILESTONE_LABEL, TARGET_LABEL, RETURN_LABEL = TRACED
LIMIT = 200  # rows per stage: people read the chain


def load_needs(user: AnyUser, where: Q, *, own: QuerySet[Any, Any], modules: Iterable[int]) -> list[Any]:
    """The needs with `is_own`, whether they are in `own`, and `answers`, how the modules address them."""
    rows = (
        TrainingNeed.objects.visible_to(user)
        .filter(where)
        .select_related("assessment", "ranked_need")
        .annotate(
            is_own=ExpressionWrapper(Q(pk__in=own), BooleanField()),
            answers=ArraySubquery(answers_by(modules)),
        )
    )
    return list(rows.order_by("-is_own", "priority", "pk")[:LIMIT])


def load_editions(user: AnyUser, where: Q) -> list[Edition]:
    """The latest edition of each module."""
    rows = Edition.objects.visible_to(user).filter(where)
    latest: dict[int, Edition] = {}
    for edition in rows.select_related("module", "approved_by").order_by("number"):
        latest[edition.module_id] = edition
    return list(latest.values())


def load_cohorts(user: AnyUser, where: Q) -> list[Any]:
    """The cohorts with `module`, the id of their module, and `sums`, the participation in all of them together."""
    rows = Cohort.objects.visible_to(user).filter(where)
    return list(
        rows.only("public_id", "title", "starts", "ends")
        .annotate(module=F("edition__module"), sums=Subquery(participation_sums(rows)))
        .order_by("starts")[:LIMIT]
    )


def load_plans(user: AnyUser, where: Q) -> list[Any]:
    """The reform plans with `step_rows`, their steps as fields of `StepConfirmation`."""
    rows = (
        ReformPlan.objects.visible_to(user)
        .filter(where)
        .select_related("court__organisation", "mentor")
        .annotate(step_rows=ArraySubquery(confirmed_steps()))
    )
    return list(rows.order_by("pk")[:LIMIT])


def load_milestones(user: AnyUser, where: Q) -> list[Any]:
    """The milestones with `shown`, their confirmed full evidence."""
    rows = (
        Milestone.objects.visible_to(user)
        .filter(where)
        .select_related("result")
        .annotate(shown=ArraySubquery(confirmed_evidence()))
        .order_by("due_on", "pk")[:LIMIT]
    )
    return list({row.pk: row for row in rows}.values())  # the joins of `where` may repeat a row


def load_targets(_user: AnyUser, where: Q) -> list[Target]:
    """The targets, of milestones that the person may see or of programmes that `where` selects."""
    rows = Target.objects.filter(where).select_related("indicator", "court__organisation", "jurisdiction")
    return list(rows.distinct().order_by("indicator__code", "court")[:LIMIT])


def load_figures(
    user: AnyUser, *, targets: Sequence[Target], milestones: Sequence[Milestone]
) -> tuple[list[ReportFigure], int]:
    """One figure per visible report that counts the rows, the newest report first, and the number of all figures."""
    sources = Q(label=TARGET_LABEL, row_id__in=[target.pk for target in targets]) | Q(
        label=MILESTONE_LABEL, row_id__in=[milestone.pk for milestone in milestones]
    )
    rows = (
        ReportFigure.objects.filter(
            pk__in=FigureSource.objects.filter(sources).values("figure"),
            snapshot__report__in=ImpactReport.objects.visible_to(user).values("pk"),
        )
        .select_related("snapshot__report")
        .defer("detail", "snapshot__facts", "snapshot__report__narrative")
        .annotate(total=Window(Count("pk")))
        .order_by("snapshot_id", "section", "position")
        .distinct("snapshot_id")
    )
    figures: list[Any] = sorted(rows[:LIMIT], key=lambda row: row.snapshot.cut_off_at, reverse=True)
    return figures, figures[0].total if figures else 0
