"""Follows the results chain in both directions from any of its rows. Each stage is read once.

Main path: need -> module -> cohort -> reform -> milestone -> indicator (target) -> report figure
Agenda path (agenda_branch.py): need -> agenda item -> milestone

`build_chain` reads the stage of the start, then the stages above it up to the modules, then those below it, and last
the agenda items and the needs. `FROM_BELOW` and `FROM_ABOVE` say how a stage follows from its neighbours. Rows that the
person may not see are left out at their stage, and so is everything that only they lead to.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from assessments.needs.decision_models import NeedDecision
from assessments.needs.models import TrainingNeed
from evaluations.agenda.models import AgendaItem
from evaluations.reforms.models import ReformStep
from evaluations.reports.models import ReportFigure
from evaluations.results.models import Target
from evaluations.results_chain import agenda_branch
from evaluations.results_chain import stage_loaders as loaders
from evaluations.results_chain.aggregates import NeedAnswer, Participation, StepConfirmation
from evaluations.results_chain.stage_loaders import LIMIT
from evaluations.results_chain.starts import ChainStart, start_at
from portal.access.users import AnyUser
from programs.curriculum.models import Edition


@dataclass
class ResultsChain:
    """The rows of each stage and the rows that link it to its neighbours.

    Needs carry `is_own`: a module or the start leads to them, not only an agenda item. Cohorts carry `module`, the id
    of their module; milestones carry `shown`, their confirmed full evidence as {"title", "by"}. There is one figure per
    report; `figure_count` counts them all.
    """

    answers: list[NeedAnswer] = field(default_factory=list)
    needs: list[Any] = field(default_factory=list)
    modules: set[int] = field(default_factory=set)
    editions: list[Edition] = field(default_factory=list)
    cohorts: list[Any] = field(default_factory=list)
    plans: list[Any] = field(default_factory=list)
    steps: list[StepConfirmation] = field(default_factory=list)
    milestones: list[Any] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    figures: list[ReportFigure] = field(default_factory=list)
    figure_count: int = 0
    items: list[Any] = field(default_factory=list)
    # that the need is addressed by something other than a module, or deferred
    decision: NeedDecision | None = None

    @property
    def people(self) -> Participation:
        return Participation(**self.cohorts[0].sums or {}) if self.cohorts else Participation()

    @property
    def is_truncated(self) -> bool:
        """Whether a stage has more rows than are read, so that its counts are incomplete."""
        return any(len(rows) == LIMIT for rows in (self.cohorts, self.plans, self.milestones, self.targets))


def _plans_of_milestones(chain: ResultsChain) -> Q:
    steps = ReformStep.objects.filter(milestone__in=[milestone.pk for milestone in chain.milestones])
    return Q(pk__in=steps.values("plan"))


def _milestones_of_targets(chain: ResultsChain) -> Q:
    ids = [target.pk for target in chain.targets]
    courts = {target.court_id for target in chain.targets if target.court_id}
    return Q(target__in=ids) | Q(court__in=courts, result__framework__results__targets__in=ids)


def _milestones_of_plans(chain: ResultsChain, items: QuerySet[AgendaItem]) -> Q:
    """Milestones of reform steps, and those of the agenda items."""
    links = AgendaItem.milestones.through.objects.filter(agendaitem__in=items.values("pk"))
    by_reform = Q(pk__in={step.milestone_id for step in chain.steps if step.milestone_id})
    return by_reform | Q(pk__in=links.values("milestone"))


def _targets_of_milestones(chain: ResultsChain, _items: QuerySet[AgendaItem]) -> Q:
    """Targets that a milestone names, and those of its court in its framework."""
    frameworks = {milestone.result.framework_id for milestone in chain.milestones}
    courts = {milestone.court_id for milestone in chain.milestones if milestone.court_id}
    named = {milestone.target_id for milestone in chain.milestones if milestone.target_id}
    return Q(pk__in=named) | Q(result__framework__in=frameworks, court__in=courts)


# The stages in order, by the field of ResultsChain that they fill.
LOADERS: dict[str, Callable[[AnyUser, Q], list[Any]]] = {
    "editions": loaders.load_editions,
    "cohorts": loaders.load_cohorts,
    "plans": loaders.load_plans,
    "milestones": loaders.load_milestones,
    "targets": loaders.load_targets,
}
STAGES = list(LOADERS)
# The condition on a stage's rows that follows from the stage below it, on the way up.
FROM_BELOW: dict[str, Callable[[ResultsChain], Q]] = {
    "editions": lambda chain: Q(module__in={cohort.module for cohort in chain.cohorts}),
    "cohorts": lambda chain: Q(pk__in={plan.cohort_id for plan in chain.plans}),
    "plans": _plans_of_milestones,
    "milestones": _milestones_of_targets,
}
# The condition that follows from the stage above it and from the agenda items, on the way down.
FROM_ABOVE: dict[str, Callable[[ResultsChain, QuerySet[AgendaItem]], Q]] = {
    "cohorts": lambda chain, _items: Q(edition__module__in=chain.modules),
    "plans": lambda chain, _items: Q(cohort__in=[cohort.pk for cohort in chain.cohorts]),
    "milestones": _milestones_of_plans,
    "targets": _targets_of_milestones,
}


def build_chain(user: AnyUser, row: Any) -> ResultsChain:
    """Return the chain that `row` belongs to."""
    start = start_at(user, row)
    chain = ResultsChain(decision=start.decision)
    if start.stage:
        _read(chain, user, start.stage, start.where)
        _read_up(chain, user, start)
    needs = start.needs
    if needs is None:
        needs = TrainingNeed.objects.visible_to(user).filter(module_answers__module__in=chain.modules)
    if start.stage:
        _read_down(chain, user, start, needs)
    if start.figure is not None:
        chain.figures, chain.figure_count = [start.figure], 1
    else:
        chain.figures, chain.figure_count = loaders.load_figures(
            user, targets=chain.targets, milestones=chain.milestones
        )
    _read_agenda_and_needs(chain, user, needs)
    return chain


def _read(chain: ResultsChain, user: AnyUser, stage: str, where: Q) -> None:
    setattr(chain, stage, LOADERS[stage](user, where))


def _read_up(chain: ResultsChain, user: AnyUser, start: ChainStart) -> None:
    """Read the stages above the start. Only those steps of plans belong to the chain that lead to its milestones."""
    for stage in reversed(STAGES[: STAGES.index(start.stage)]):
        _read(chain, user, stage, FROM_BELOW[stage](chain))
    chain.modules = set(start.modules) or {cohort.module for cohort in chain.cohorts}
    chain.steps = _steps_of(chain)
    if chain.milestones:
        ids = {milestone.pk for milestone in chain.milestones}
        chain.steps = [step for step in chain.steps if step.milestone_id in ids]


def _read_down(chain: ResultsChain, user: AnyUser, start: ChainStart, needs: QuerySet[TrainingNeed]) -> None:
    """Read the stages below the start; milestones also through the agenda items of the needs."""
    items = start.agenda_items
    if items is None:
        items = agenda_branch.of_needs(user, needs.values("pk"))
    for stage in STAGES[STAGES.index(start.stage) + 1 :]:
        where = FROM_ABOVE[stage](chain, items)
        if stage == "targets" and start.targets is not None:
            where = start.targets
        _read(chain, user, stage, where)
        if stage == "plans":
            chain.steps = _steps_of(chain)


def _steps_of(chain: ResultsChain) -> list[StepConfirmation]:
    return [StepConfirmation(**row) for plan in chain.plans for row in plan.step_rows]


def _read_agenda_and_needs(chain: ResultsChain, user: AnyUser, own: QuerySet[TrainingNeed]) -> None:
    """Read the agenda items, then the needs, including those linked only through an agenda item."""
    milestones = {milestone.pk for milestone in chain.milestones}
    chain.items = agenda_branch.items_of(user, needs=own.values("pk"), milestones=milestones)
    linked = {pk for item in chain.items if milestones & set(item.milestone_ids) for pk in item.need_ids}
    where = Q(pk__in=own.values("pk")) | Q(pk__in=linked)
    chain.needs = loaders.load_needs(user, where, own=own.values("pk"), modules=chain.modules)
    chain.answers = [
        NeedAnswer(**answer) for need in chain.needs if need.is_own for answer in need.answers or ()
    ]
