"""Reform plans in courts: changed practice, stage and the decision behind it. Courts are named, people are not."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from evaluations.reforms.models import ReformPlan, StageChange
from evaluations.reports.snapshot.tables import Row, Table, plain
from portal.figures.figure import Figure
from programs.programmes.models import Programme

IN_FORCE = (ReformPlan.Stage.IN_FORCE, ReformPlan.Stage.PRACTISED, ReformPlan.Stage.EVALUATED)
STOPPED = (ReformPlan.Stage.PAUSED, ReformPlan.Stage.WITHDRAWN)


@dataclass(frozen=True)
class PlanAtDate:
    """A plan with the stages that it had reached by a date, in order; at least one."""

    plan: ReformPlan
    reached: list[StageChange]

    @property
    def stage(self) -> str:
        return self.reached[-1].stage


def read(programme: Programme, starts: date, ends: date) -> Iterable[Table]:  # noqa: ARG001  same signature for all
    rows = (
        ReformPlan.objects.filter(cohort__programme=programme, stages__entered_on__lte=ends)
        .distinct()
        .select_related("court__organisation__jurisdiction")
        .prefetch_related("stages", "steps")
        .order_by("court__organisation__name", "pk")
    )
    plans = [
        PlanAtDate(plan, [change for change in plan.stages.all() if change.entered_on <= ends])
        for plan in rows
    ]
    shared = [row for row in plans if row.plan.visibility != ReformPlan.Visibility.PRIVATE]
    yield _stages(plans)
    yield _plans(shared)


def _stages(plans: list[PlanAtDate]) -> Table:
    """Number of plans by stage. Private plans are included: a count does not identify a person."""
    counts = Counter(row.stage for row in plans)
    courts_in_force = {row.plan.court_id for row in plans if row.stage in IN_FORCE}
    measures = (
        ("courts_in_force", len(courts_in_force), "courts with a practice in force that a graduate began"),
        ("plans", len(plans), "reform plans"),
        ("in_force", sum(counts[s] for s in IN_FORCE), "plans in force, practised or evaluated"),
        ("under_way", len(plans) - sum(counts[s] for s in (*IN_FORCE, *STOPPED)), "plans under way"),
        ("stopped", sum(counts[s] for s in STOPPED), "plans paused or withdrawn"),
    )
    sources = tuple(("evaluations.reformplan", row.plan.pk) for row in plans)
    rows = tuple(
        Row(
            key,
            {},
            {"plans": Figure(Decimal(n), unit="plans", n=len(plans), definition=definition, sources=sources)},
        )
        for key, n, definition in measures
    )
    return Table("stages", "reforms", ("plans",), rows)


def _plans(plans: list[PlanAtDate]) -> Table:
    rows = []
    for row in plans:
        plan = row.plan
        steps = list(plan.steps.all())
        confirmed = sum(step.confirmed_at is not None for step in steps)
        decisions = [stage for stage in row.reached if stage.decision]
        figures = {
            "steps": Figure(Decimal(len(steps)), unit="steps", definition="steps planned"),
            "confirmed": Figure(
                Decimal(confirmed), unit="steps", n=len(steps), definition="steps that a second person confirmed",
                sources=(("evaluations.reformplan", plan.pk),),
            ),
        }  # fmt: skip
        texts = {
            "practice": plan.title,
            "stage": row.stage,
            "since": row.reached[-1].entered_on.isoformat(),
            "decision": decisions[-1].decision if decisions else "",
            "jurisdiction": str(plan.court.organisation.jurisdiction),
        }
        rows.append(Row(f"r{plan.pk}", plain(plan.court), figures, texts))
    return Table("plans", "reforms", ("practice", "stage", "since", "confirmed", "decision"), tuple(rows))
