"""Skipping and resuming steps, and the state of the whole set-up."""

from dataclasses import dataclass

from django.db import transaction

from portal.access.users import Account
from portal.audit import services as audit
from portal.setup.models import SkippedStep
from portal.setup.registry import Goal, Step, StepState, steps


@dataclass(frozen=True)
class Line:
    """A step with its state; a step that is done is never shown as skipped."""

    step: Step
    state: StepState
    is_skipped: bool

    @property
    def is_open(self) -> bool:
        return not self.state.is_done and not self.is_skipped


def lines() -> list[Line]:
    """All steps with their state, in their order."""
    skipped = set(SkippedStep.objects.values_list("key", flat=True))
    found = [(step, step.state()) for step in steps()]
    return [Line(step, state, step.key in skipped and not state.is_done) for step, state in found]


def missing_by_goal(found: list[Line]) -> list[tuple[Goal, list[Line]]]:
    """For each goal the steps that are not done; a skipped step is missing all the same."""
    return [
        (goal, [line for line in found if goal in line.step.needed_for and not line.state.is_done])
        for goal in Goal
    ]


@transaction.atomic
def skip(*, key: str, by: Account) -> None:
    """Safe to repeat."""
    step, created = SkippedStep.objects.get_or_create(key=key, defaults={"skipped_by": by})
    if created:
        audit.record(by, "setup.step_skipped", step, step=key)


@transaction.atomic
def resume(*, key: str, by: Account) -> None:
    """Safe to repeat."""
    step = SkippedStep.objects.select_for_update().filter(key=key).first()
    if step:
        audit.record(by, "setup.step_resumed", step, step=key)
        step.delete()
