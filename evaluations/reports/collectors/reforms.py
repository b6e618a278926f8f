"""Reforms in courts: which practice, how far, by whose decision. Courts are named, people never."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from evaluations.reforms.models import ReformPlan
from evaluations.reports.snapshot_tables import Row, Table, plain
from portal.figures.figure import Figure
from programs.programmes.models import Programme

IN_FORCE = (ReformPlan.Stage.IN_FORCE, ReformPlan.Stage.PRACTISED, ReformPlan.Stage.EVALUATED)
STOPPED = (ReformPlan.Stage.PAUSED, ReformPlan.Stage.WITHDRAWN)


def read(programme: Programme, starts: date, ends: date) -> Iterable[Table]:  # noqa: ARG001  one shape for all readers
    plans = list(
        ReformPlan.objects.filter(cohort__programme=programme, stages__entered_on__lte=ends)
        .distinct()
        .select_related("court__organisation__jurisdiction")
        .prefetch_related("stages", "steps")
        .order_by("court__organisation__name", "pk")
    )
    for plan in plans:
        plan.reached = [stage for stage in plan.stages.all() if stage.entered_on <= ends]
        plan.stage = plan.reached[-1].stage  # as it stood at the end of the period
    shared = [plan for plan in plans if plan.visibility != ReformPlan.Visibility.PRIVATE]
    yield _stages(plans)
    yield _plans(shared)


def _stages(plans: list[ReformPlan]) -> Table:
    """How many plans stand at which stage, private ones included: a number of plans tells nothing of a
    person.
    """
    counts = Counter(plan.stage for plan in plans)
    courts_in_force = {plan.court_id for plan in plans if plan.stage in IN_FORCE}
    parts = (
        ("courts_in_force", len(courts_in_force), "courts with a practice in force that a graduate began"),
        ("plans", len(plans), "reform plans"),
        ("in_force", sum(counts[s] for s in IN_FORCE), "plans in force, practised or evaluated"),
        ("under_way", len(plans) - sum(counts[s] for s in (*IN_FORCE, *STOPPED)), "plans under way"),
        ("stopped", sum(counts[s] for s in STOPPED), "plans paused or withdrawn"),
    )
    sources = tuple(("evaluations.reformplan", plan.pk) for plan in plans)
    rows = tuple(
        Row(
            key,
            {},
            {"plans": Figure(Decimal(n), unit="plans", n=len(plans), definition=words, sources=sources)},
        )
        for key, n, words in parts
    )
    return Table("stages", "reforms", ("plans",), rows)


def _plans(plans: list[ReformPlan]) -> Table:
    rows = []
    for plan in plans:
        steps = list(plan.steps.all())
        confirmed = sum(step.confirmed_at is not None for step in steps)
        decisions = [stage for stage in plan.reached if stage.decision]
        figures = {
            "steps": Figure(Decimal(len(steps)), unit="steps", definition="steps planned"),
            "confirmed": Figure(
                Decimal(confirmed), unit="steps", n=len(steps), definition="steps that a second person confirmed",
                sources=(("evaluations.reformplan", plan.pk),),
            ),
        }  # fmt: skip
        words = {
            "practice": plan.title,
            "stage": plan.stage,
            "since": plan.reached[-1].entered_on.isoformat(),
            "decision": decisions[-1].decision if decisions else "",
            "place": str(plan.court.organisation.jurisdiction),
        }
        rows.append(Row(f"r{plan.pk}", plain(plan.court), figures, words))
    return Table("plans", "reforms", ("practice", "stage", "since", "confirmed", "decision"), tuple(rows))
