"""Queries for a framework: results with targets and values, milestones with their states."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from evaluations.results.models import Milestone, MilestoneEvidence, Result, Target
from evaluations.results.rules import MilestoneFacts, State, delivery_rate_percent, milestone_state
from evaluations.results.target_values import TargetValue, latest_of
from participants.accounts.models import User
from participants.accounts.queries import Role, has_portal_wide_role
from portal.figures.figure import Figure
from programs.programmes.models import Programme


@dataclass
class ResultRow:
    """A result in tree order at `depth`, with the values of its targets and the states of its milestones."""

    result: Result
    depth: int
    targets: list[tuple[Target, TargetValue]] = field(default_factory=list)
    milestones: list[tuple[Milestone, State]] = field(default_factory=list)


@dataclass
class Framework:
    rows: list[ResultRow]
    delivery: Figure

    @property
    def milestones(self) -> list[tuple[Milestone, State]]:
        pairs = [pair for row in self.rows for pair in row.milestones]
        return sorted(pairs, key=lambda pair: (pair[0].due_on, pair[0].pk))

    @property
    def targets(self) -> list[tuple[Result, Target, TargetValue]]:
        return [(row.result, target, value) for row in self.rows for target, value in row.targets]


def framework_of(programme: Programme, *, today: date | None = None) -> Framework:
    """Load the framework. Five queries, whatever the number of results, targets and milestones."""
    results = list(Result.objects.filter(framework__programme=programme).select_related("training_need"))
    targets = list(
        Target.objects.filter(result__framework__programme=programme).select_related(
            "indicator", "court__organisation", "jurisdiction"
        )
    )
    milestones = list(
        Milestone.objects.filter(result__framework__programme=programme)
        .with_facts()
        .select_related("court__organisation", "owner__person")
    )
    values = latest_of(targets)
    states = states_of(milestones, today=today, values=values)
    rows = _tree(results)
    by_result = {row.result.pk: row for row in rows}
    for target in targets:
        by_result[target.result_id].targets.append((target, values[target.pk]))
    for milestone in milestones:
        by_result[milestone.result_id].milestones.append((milestone, states[milestone.pk]))
    return Framework(rows, delivery_rate_percent(states.values()))


def states_of(
    milestones: Iterable[Milestone],
    *,
    today: date | None = None,
    values: dict[int, TargetValue] | None = None,
) -> dict[int, State]:
    """Return milestone id -> state today. Rows come from `with_facts()`. Three queries, none if `values` is given."""
    rows, today = list(milestones), today or timezone.localdate()
    wanted = {row.target_id for row in rows if row.target_id}
    if values is None:
        targets = list(Target.objects.filter(pk__in=wanted).select_related("indicator")) if wanted else []
        values = latest_of(targets)
    return {row.pk: milestone_state(facts_of(row, values.get(row.target_id or 0)), today) for row in rows}


def facts_of(milestone: Any, value: TargetValue | None) -> MilestoneFacts:
    """`milestone` carries the annotations of `with_facts()`."""
    return MilestoneFacts(
        due_on=milestone.due_on,
        confirmed_full=milestone.confirmed_full,
        confirmed_part=milestone.confirmed_part,
        waiting=milestone.waiting,
        target_met=value.is_met if value else None,
        has_target=milestone.target_id is not None,
        steps_confirmed=milestone.steps_confirmed,
        cancelled=milestone.cancelled_on is not None,
    )


def _tree(results: list[Result]) -> list[ResultRow]:
    children: dict[int | None, list[Result]] = {}
    ids = {result.pk for result in results}
    for result in results:
        children.setdefault(result.parent_id if result.parent_id in ids else None, []).append(result)
    rows: list[ResultRow] = []

    def add_children(parent: int | None, depth: int) -> None:
        for result in children.get(parent, []):
            rows.append(ResultRow(result, depth))
            add_children(result.pk, depth + 1)

    add_children(None, 0)
    seen = {row.result.pk for row in rows}
    # Results that are each other's parent are not reached from the top; list them nevertheless.
    rows += [ResultRow(result, 0) for result in results if result.pk not in seen]
    return rows


def evidence_to_confirm(user: User) -> QuerySet[MilestoneEvidence]:
    """Evidence that the user may confirm: in programmes that they coordinate, or in all programmes for evaluators."""
    mine = Programme.objects.coordinated_by(user)
    if has_portal_wide_role(user, Role.EVALUATOR):
        mine = Programme.objects.all()
    return (
        MilestoneEvidence.objects.filter(
            confirmed_by=None, milestone__result__framework__programme__in=mine.values("pk")
        )
        .filter(milestone__cancelled_on=None)
        .exclude(added_by=user)
        .exclude(milestone__owner=user)
        .select_related("milestone__result__framework__programme")
    )
