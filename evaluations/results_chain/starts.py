"""Where a chain starts: for each kind of row, the first stage to read and the condition on its rows."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q, QuerySet

from assessments.needs.decision_models import NeedDecision
from assessments.needs.models import TrainingNeed
from evaluations.agenda.models import AgendaItem
from evaluations.indicators.models import Indicator
from evaluations.reforms.models import ReformPlan
from evaluations.reports.models import ReportFigure
from evaluations.results.models import Milestone
from evaluations.results_chain.aggregates import with_modules
from evaluations.results_chain.stage_loaders import (
    COHORT_LABEL,
    MILESTONE_LABEL,
    NEED_LABEL,
    PLAN_LABEL,
    RETURN_LABEL,
    TARGET_LABEL,
)
from portal.access.users import AnyUser
from programs.cohorts.models import Cohort
from programs.curriculum.models import Edition, Module
from programs.programmes.models import Programme


@dataclass(frozen=True)
class ChainStart:
    """The first `stage` to read and the condition `where` on its rows; "" reads no stage.

    `modules` are ids, for a start at the editions. `needs` and `agenda_items` are set if they do not follow from the
    modules and the needs. `figure` is the start itself, `targets` a condition instead of the usual link to milestones.
    """

    stage: str
    where: Q = field(default_factory=Q)
    modules: frozenset[int] = frozenset()
    needs: QuerySet[TrainingNeed] | None = None
    agenda_items: QuerySet[AgendaItem] | None = None
    decision: NeedDecision | None = None
    figure: ReportFigure | None = None
    targets: Q | None = None


def start_at(user: AnyUser, row: Any) -> ChainStart:
    """Return the start for a row of one of the models in `_STARTS`."""
    return _STARTS[type(row)](user, row)


def _at_modules(modules: set[int], **facts: Any) -> ChainStart:
    return ChainStart("editions", Q(module__in=modules), modules=frozenset(modules), **facts)


def _from_need(user: AnyUser, need: Any) -> ChainStart:
    """`need` comes from `with_modules`."""
    modules, decision = set(need.module_ids or ()), None
    if not modules:
        otherwise = NeedDecision.objects.in_force().exclude(kind__in=NeedDecision.BY_TRAINING)
        decision = (
            otherwise.filter(need=need).select_related("offer__organisation", "decided_by__person").first()
        )
    needs = TrainingNeed.objects.visible_to(user).filter(pk=need.pk)
    return _at_modules(modules, needs=needs, decision=decision)


def _from_item(user: AnyUser, item: Any) -> ChainStart:
    """`item` comes from `with_modules`: up to its needs and modules, down to its milestones."""
    needs = TrainingNeed.objects.visible_to(user).filter(agenda_items=item)
    own = AgendaItem.objects.filter(pk=item.pk)
    return _at_modules(set(item.module_ids or ()), needs=needs, agenda_items=own)


def _from_indicator(user: AnyUser, indicator: Indicator) -> ChainStart:
    visible = Programme.objects.visible_to(user).values("pk")
    return ChainStart("targets", Q(indicator=indicator, result__framework__programme__in=visible))


def _from_figure(user: AnyUser, figure: Any) -> ChainStart:
    """`figure` comes from `with_sources`: start at the last stage that has source rows."""
    rows: dict[str, set[int]] = {}
    for source in figure.rests_on:
        rows.setdefault(source["label"], set()).add(source["row"])
    if TARGET_LABEL in rows or RETURN_LABEL in rows:
        returns = Q(court__caseload_returns__in=rows.get(RETURN_LABEL, ()))
        programme = Q(result__framework__programme=figure.snapshot.report.programme_id)
        where = Q(pk__in=rows.get(TARGET_LABEL, ())) | (returns & programme)
        return ChainStart("targets", where, figure=figure)
    if MILESTONE_LABEL in rows:
        ids = rows[MILESTONE_LABEL]
        return ChainStart("milestones", Q(pk__in=ids), figure=figure, targets=Q(milestones__in=ids))
    for label, stage in ((PLAN_LABEL, "plans"), (COHORT_LABEL, "cohorts")):
        if label in rows:
            return ChainStart(stage, Q(pk__in=rows[label]), figure=figure)
    return _from_ranked_needs(user, rows.get(NEED_LABEL, set()), figure)


def _from_ranked_needs(user: AnyUser, ranked: set[int], figure: ReportFigure) -> ChainStart:
    """Start at the need with the highest priority that was accepted from the ranked ones."""
    needs = with_modules(TrainingNeed.objects.visible_to(user), "training_need", user)
    need = needs.filter(ranked_need__in=ranked).order_by("priority", "pk").first()
    return ChainStart("", figure=figure) if need is None else replace(_from_need(user, need), figure=figure)


_STARTS: dict[type, Callable[[AnyUser, Any], ChainStart]] = {
    TrainingNeed: _from_need,
    Module: lambda _user, module: _at_modules({module.pk}),
    Edition: lambda _user, edition: _at_modules({edition.module_id}),
    Programme: lambda _user, programme: ChainStart("cohorts", Q(programme=programme)),
    Cohort: lambda _user, cohort: ChainStart("cohorts", Q(pk=cohort.pk)),
    ReformPlan: lambda _user, plan: ChainStart("plans", Q(pk=plan.pk)),
    AgendaItem: _from_item,
    Milestone: lambda _user, milestone: ChainStart("milestones", Q(pk=milestone.pk)),
    Indicator: _from_indicator,
    ReportFigure: _from_figure,
}
