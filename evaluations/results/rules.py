"""Rules for the state of a milestone and the progress of a target (docs/glossary.md §5, §6). Dates are arguments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from portal.figures.figure import Figure, missing

State = Literal[
    "planned", "on_track", "at_risk", "delayed", "achieved", "partially_achieved", "missed", "cancelled"
]
Direction = Literal["increase", "decrease", "maintain"]

PROGRESS = "(actual − baseline) / (target − baseline)"
DELIVERY = "(achieved + 0.5 × partly achieved) / (all − cancelled) × 100"
SOON_DAYS = 30  # our rule: within a month of the due date, a milestone without evidence is at risk
BEGINS_DAYS = (
    180  # our rule: more than half a year before the due date, a milestone without activity is planned
)
MISSED_AFTER_DAYS = 365  # our rule: a year after the due date, a milestone without evidence is missed
MAINTAINED_WITHIN = Decimal("0.05")  # our rule: a value to be maintained may differ by 5 % of the target


@dataclass(frozen=True)
class MilestoneFacts:
    """Facts that the state of a milestone follows from.

    `confirmed_full`, `confirmed_part` and `waiting` count evidence: confirmed as full, confirmed as partial, or not yet
    confirmed. `target_met` is None if the milestone has no target or its value is not known. `steps_confirmed` counts
    confirmed steps of reform plans.
    """

    due_on: date
    confirmed_full: int = 0
    confirmed_part: int = 0
    waiting: int = 0
    target_met: bool | None = None
    has_target: bool = False
    steps_confirmed: int = 0
    cancelled: bool = False

    @property
    def has_started(self) -> bool:
        return bool(self.confirmed_part or self.confirmed_full or self.waiting or self.steps_confirmed)


def milestone_state(facts: MilestoneFacts, today: date) -> State:
    """Return the state of a milestone today.

    Achieved needs full evidence confirmed by a second person and, if there is a target, that it is met. After the due
    date, confirmed partial evidence or full evidence without the target met is partially achieved; without confirmed
    evidence the milestone is delayed, and a year later missed.
    """
    if facts.cancelled:
        return "cancelled"
    if facts.confirmed_full and (not facts.has_target or facts.target_met):
        return "achieved"
    late_days = (today - facts.due_on).days
    if late_days > 0:
        return _state_past_due(facts, late_days)
    if -late_days <= SOON_DAYS and not facts.waiting and not facts.confirmed_full:
        return "at_risk"
    if facts.has_started or -late_days <= BEGINS_DAYS:
        return "on_track"
    return "planned"


def _state_past_due(facts: MilestoneFacts, late_days: int) -> State:
    if facts.confirmed_full or facts.confirmed_part:
        return "partially_achieved"
    return "missed" if late_days > MISSED_AFTER_DAYS else "delayed"


def delivery_rate_percent(states: Iterable[State]) -> Figure:
    """Share of milestones delivered, without cancelled ones. T6.2: 5, 2 in part, 1 late, 1 cancelled: 75.0."""
    counted = [state for state in states if state != "cancelled"]
    if not counted:
        return missing("no_data", unit="%", definition=DELIVERY)
    delivered = counted.count("achieved") + Decimal("0.5") * counted.count("partially_achieved")
    return Figure(delivered / len(counted) * 100, unit="%", n=len(counted), definition=DELIVERY)


def progress(*, baseline: Decimal | None, target: Decimal | None, actual: Decimal | None) -> Figure:
    """Progress from baseline to target: 1 at the target, negative if it got worse (T5.8).

    Only charts limit it to 0–1.
    """
    if baseline is None or target is None or actual is None:
        return missing("no_data", definition=PROGRESS)
    if target == baseline:
        return missing("zero_denominator", definition=PROGRESS)
    return Figure((actual - baseline) / (target - baseline), definition=PROGRESS)


def target_is_met(*, actual: Decimal | None, target: Decimal, direction: Direction) -> bool | None:
    """Whether the value reaches the target in the wanted direction; None if there is no value."""
    if actual is None:
        return None
    if direction == "increase":
        return actual >= target
    if direction == "decrease":
        return actual <= target
    return abs(actual - target) <= abs(target) * MAINTAINED_WITHIN
