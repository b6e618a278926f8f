"""Follows the results chain in both directions from any of its rows. Each stage is read once.

Main path: need -> module -> cohort -> reform -> milestone -> indicator (target) -> report figure
Agenda path (agenda_branch.py): need -> agenda item -> milestone

From the start it goes up to the needs and down to the figures. Rows that the person may not see are left out at their
stage, and so is everything that only they lead to.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, Subquery, Window

from assessments.needs.decision_models import NeedDecision
from assessments.needs.models import TrainingNeed
from evaluations.agenda.models import AgendaItem
from evaluations.indicators.models import Indicator
from evaluations.reforms.models import ReformPlan, ReformStep
from evaluations.reports.models import FigureSource, ImpactReport, ReportFigure
from evaluations.reports.snapshot.reader import TRACED
from evaluations.results.models import Milestone, Target
from evaluations.results_chain import agenda_branch
from evaluations.results_chain.aggregates import (
    NeedAnswer,
    Participation,
    StepConfirmation,
    answers_by,
    confirmed_evidence,
    confirmed_steps,
    participation_sums,
    with_modules,
)
from portal.access.users import AnyUser
from programs.cohorts.models import Cohort
from programs.curriculum.models import Edition, Module
from programs.programmes.models import Programme

NEED_LABEL, COHORT_LABEL, PLAN_LABEL, MILESTONE_LABEL, TARGET_LABEL, RETURN_LABEL = TRACED
LIMIT = 200  # rows per stage: people read the chain


@dataclass
class ResultsChain:
    """The rows of each stage and the rows that link it to its neighbours.

    Needs carry `is_own`: a module or the start leads to them, not only an agenda item. Cohorts carry `module`, the id
    of their module; milestones carry `shown`, their confirmed full evidence as {"title", "by"}. There is one figure per
    report; `figure_count` counts them all.
    """

    answers: list[NeedAnswer] = field(default_factory=list)
    needs: list[Any] = field(default_factory=list)
    editions: list[Edition] = field(default_factory=list)
    cohorts: list[Any] = field(default_factory=list)
    people: Participation = field(default_factory=Participation)
    plans: list[Any] = field(default_factory=list)
    steps: list[StepConfirmation] = field(default_factory=list)
    milestones: list[Any] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    figures: list[ReportFigure] = field(default_factory=list)
    figure_count: int = 0
    items: list[Any] = field(default_factory=list)
    decision: NeedDecision | None = (
        None  # that the need is addressed by something other than a module, or deferred
    )

    @property
    def is_truncated(self) -> bool:
        """Whether a stage has more rows than are read, so that its counts are incomplete."""
        return any(len(rows) == LIMIT for rows in (self.cohorts, self.plans, self.milestones, self.targets))


def build_chain(user: AnyUser, start: Any) -> ResultsChain:
    """Return the chain that `start` belongs to; `_STARTS` lists the kinds of row that it may be."""
    found = ResultsChain()
    builder = _ChainBuilder(user, found)
    _STARTS[type(start)](builder, start)
    builder.agenda()
    return found


@dataclass
class _ChainBuilder:
    user: AnyUser
    found: ResultsChain
    modules: set[int] = field(default_factory=set)
    needs: Any = field(default_factory=TrainingNeed.objects.none)

    def set_needs_of_modules(self, modules: set[int]) -> None:
        """Select the needs that the modules address; `agenda` reads them together with those of agenda items."""
        self.modules = modules
        self.needs = self.visible_needs().filter(module_answers__module__in=modules)

    def visible_needs(self) -> Any:
        return TrainingNeed.objects.visible_to(self.user)

    def editions(self, modules: Iterable[int]) -> None:
        rows = Edition.objects.visible_to(self.user).filter(module__in=set(modules))
        latest: dict[int, Edition] = {}
        for edition in rows.select_related("module", "approved_by").order_by("number"):
            latest[edition.module_id] = edition
        self.found.editions = list(latest.values())

    def cohorts(self, where: Q) -> None:
        rows = Cohort.objects.visible_to(self.user).filter(where)
        self.found.cohorts = list(
            rows.only("public_id", "title", "starts", "ends")
            .annotate(module=F("edition__module"), sums=Subquery(participation_sums(rows)))
            .order_by("starts")[:LIMIT]
        )
        if self.found.cohorts:
            self.found.people = Participation(**self.found.cohorts[0].sums or {})

    def plans(self, where: Q, *, steps: Q | None = None) -> None:
        """Read the plans with their steps, or with the steps that match `steps`."""
        rows = (
            ReformPlan.objects.visible_to(self.user)
            .filter(where)
            .select_related("court__organisation", "mentor")
            .annotate(step_rows=ArraySubquery(confirmed_steps(steps or Q())))
        )
        self.found.plans = list(rows.order_by("pk")[:LIMIT])
        self.found.steps = [StepConfirmation(**one) for plan in self.found.plans for one in plan.step_rows]

    def milestones(self, where: Q) -> None:
        self.found.milestones = list(
            Milestone.objects.visible_to(self.user)
            .filter(where)
            .select_related("result")
            .annotate(shown=ArraySubquery(confirmed_evidence()))
            .order_by("due_on", "pk")[:LIMIT]
        )

    def targets(self, where: Q) -> None:
        rows = Target.objects.filter(where).select_related("indicator", "court__organisation", "jurisdiction")
        self.found.targets = list(rows.distinct().order_by("indicator__code", "court")[:LIMIT])

    def figures(self) -> None:
        """Read figures of visible reports whose sources are rows of the stages before.

        Skipped if the start is a figure.
        """
        if self.found.figures:
            return
        sources = Q(label=TARGET_LABEL, row_id__in=[t.pk for t in self.found.targets]) | Q(
            label=MILESTONE_LABEL, row_id__in=[m.pk for m in self.found.milestones]
        )
        rows = (
            ReportFigure.objects.filter(
                pk__in=FigureSource.objects.filter(sources).values("figure"),
                snapshot__report__in=ImpactReport.objects.visible_to(self.user).values("pk"),
            )
            .select_related("snapshot__report")
            .defer("detail", "snapshot__facts", "snapshot__report__narrative")
            .annotate(total=Window(Count("pk")))
            .order_by("snapshot_id", "section", "position")
            .distinct("snapshot_id")
        )
        first: list[Any] = sorted(rows[:LIMIT], key=lambda row: row.snapshot.cut_off_at, reverse=True)
        self.found.figures, self.found.figure_count = first, first[0].total if first else 0

    def agenda(self) -> None:
        """Read the agenda items, then the needs, including those linked only through an agenda item."""
        milestones = {milestone.pk for milestone in self.found.milestones}
        own = self.needs.values("pk")
        self.found.items = agenda_branch.items_of(self.user, needs=own, milestones=milestones)
        linked = {
            pk for item in self.found.items if milestones & set(item.milestone_ids) for pk in item.need_ids
        }
        rows = (
            self.visible_needs()
            .filter(Q(pk__in=own) | Q(pk__in=linked))
            .select_related("assessment", "ranked_need")
            .annotate(
                is_own=ExpressionWrapper(Q(pk__in=own), BooleanField()),
                answers=ArraySubquery(answers_by(self.modules)),
            )
        )
        self.found.needs = list(rows.order_by("-is_own", "priority", "pk")[:LIMIT])
        self.found.answers = [
            NeedAnswer(**one) for need in self.found.needs if need.is_own for one in need.answers or ()
        ]

    def down_from_cohorts(self) -> None:
        self.plans(Q(cohort__in=[cohort.pk for cohort in self.found.cohorts]))
        self.down_from_plans()

    def down_from_plans(self) -> None:
        by_reform = Q(pk__in={a.milestone_id for a in self.found.steps if a.milestone_id})
        steps = agenda_branch.of_needs(self.user, self.needs.values("pk"))
        links = AgendaItem.milestones.through.objects.filter(agendaitem__in=steps.values("pk"))
        self.milestones(by_reform | Q(pk__in=links.values("milestone")))
        self.down_from_milestones()

    def down_from_milestones(self) -> None:
        frameworks = {milestone.result.framework_id for milestone in self.found.milestones}
        courts = {milestone.court_id for milestone in self.found.milestones if milestone.court_id}
        named = {milestone.target_id for milestone in self.found.milestones if milestone.target_id}
        self.targets(Q(pk__in=named) | Q(result__framework__in=frameworks, court__in=courts))
        self.figures()

    def up_from_cohorts(self) -> None:
        modules = {cohort.module for cohort in self.found.cohorts}
        self.editions(modules)
        self.set_needs_of_modules(modules)

    def up_from_plans(self) -> None:
        self.cohorts(Q(pk__in={plan.cohort_id for plan in self.found.plans}))
        self.up_from_cohorts()

    def up_from_milestones(self) -> None:
        ids = [milestone.pk for milestone in self.found.milestones]
        linked_steps = ReformStep.objects.filter(milestone__in=ids)
        self.plans(Q(pk__in=linked_steps.values("plan")), steps=Q(milestone__in=ids))
        self.up_from_plans()

    def up_from_targets(self) -> None:
        ids = [target.pk for target in self.found.targets]
        courts = {target.court_id for target in self.found.targets if target.court_id}
        self.milestones(Q(target__in=ids) | Q(court__in=courts, result__framework__results__targets__in=ids))
        self.found.milestones = list({m.pk: m for m in self.found.milestones}.values())
        self.up_from_milestones()


def _from_need(w: _ChainBuilder, need: Any) -> None:
    """`need` comes from `with_modules`."""
    w.needs, w.modules = w.visible_needs().filter(pk=need.pk), set(need.module_ids or ())
    if not w.modules:
        otherwise = NeedDecision.objects.in_force().exclude(kind__in=NeedDecision.BY_TRAINING)
        w.found.decision = (
            otherwise.filter(need=need).select_related("offer__organisation", "decided_by__person").first()
        )
    w.editions(w.modules)
    w.cohorts(Q(edition__module__in=w.modules))
    w.down_from_cohorts()


def _from_item(w: _ChainBuilder, item: Any) -> None:
    """`item` comes from `with_modules`: up to its needs and modules, down to its milestones."""
    w.needs, w.modules = w.visible_needs().filter(agenda_items=item), set(item.module_ids or ())
    w.editions(w.modules)
    w.cohorts(Q(edition__module__in=w.modules))
    w.plans(Q(cohort__in=[cohort.pk for cohort in w.found.cohorts]))
    milestone_ids = {step.milestone_id for step in w.found.steps if step.milestone_id}
    w.milestones(Q(pk__in=milestone_ids) | Q(agenda_items=item))
    w.found.milestones = list({one.pk: one for one in w.found.milestones}.values())
    w.down_from_milestones()


def _from_module(w: _ChainBuilder, module: Module) -> None:
    w.editions([module.pk])
    w.set_needs_of_modules({module.pk})
    w.cohorts(Q(edition__module=module))
    w.down_from_cohorts()


def _from_programme(w: _ChainBuilder, programme: Programme) -> None:
    w.cohorts(Q(programme=programme))
    w.up_from_cohorts()
    w.down_from_cohorts()


def _from_cohort(w: _ChainBuilder, cohort: Cohort) -> None:
    w.cohorts(Q(pk=cohort.pk))
    w.up_from_cohorts()
    w.down_from_cohorts()


def _from_plan(w: _ChainBuilder, plan: ReformPlan) -> None:
    w.plans(Q(pk=plan.pk))
    w.up_from_plans()
    w.down_from_plans()


def _from_milestone(w: _ChainBuilder, milestone: Milestone) -> None:
    w.milestones(Q(pk=milestone.pk))
    w.up_from_milestones()
    w.down_from_milestones()


def _from_indicator(w: _ChainBuilder, indicator: Indicator) -> None:
    visible = Programme.objects.visible_to(w.user).values("pk")
    w.targets(Q(indicator=indicator, result__framework__programme__in=visible))
    w.up_from_targets()
    w.figures()


def _from_figure(w: _ChainBuilder, figure: Any) -> None:
    """`figure` comes from `with_sources`: start at the stage of its source rows."""
    w.found.figures, w.found.figure_count = [figure], 1
    rows: dict[str, set[int]] = {}
    for source in figure.rests_on:
        rows.setdefault(source["label"], set()).add(source["row"])
    programme = figure.snapshot.report.programme_id
    if TARGET_LABEL in rows or RETURN_LABEL in rows:
        returns = Q(court__caseload_returns__in=rows.get(RETURN_LABEL, ()))
        w.targets(
            Q(pk__in=rows.get(TARGET_LABEL, ())) | (returns & Q(result__framework__programme=programme))
        )
        w.up_from_targets()
    elif MILESTONE_LABEL in rows:
        w.milestones(Q(pk__in=rows[MILESTONE_LABEL]))
        w.up_from_milestones()
        w.targets(Q(milestones__in=rows[MILESTONE_LABEL]))
    elif PLAN_LABEL in rows:
        w.plans(Q(pk__in=rows[PLAN_LABEL]))
        w.up_from_plans()
        w.down_from_plans()
    elif COHORT_LABEL in rows:
        w.cohorts(Q(pk__in=rows[COHORT_LABEL]))
        w.up_from_cohorts()
        w.down_from_cohorts()
    elif NEED_LABEL in rows:
        ranked = with_modules(w.visible_needs(), "training_need", w.user)
        need = ranked.filter(ranked_need__in=rows[NEED_LABEL]).order_by("priority", "pk").first()
        if need is not None:
            _from_need(w, need)


_STARTS: dict[type, Any] = {
    TrainingNeed: _from_need,
    Module: _from_module,
    Edition: lambda w, edition: _from_module(w, edition.module),
    Programme: _from_programme,
    Cohort: _from_cohort,
    ReformPlan: _from_plan,
    AgendaItem: _from_item,
    Milestone: _from_milestone,
    Indicator: _from_indicator,
    ReportFigure: _from_figure,
}
