"""What a milestone's state and a target's progress follow from (docs/terms.md §5, §6). The clock is an argument."""

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
SOON_DAYS = 30  # House: within a month of the due date a step without proof is at risk
BEGINS_DAYS = 180  # House: until half a year before the due date an untouched step is only planned
MISSED_AFTER_DAYS = 365  # House: a year past the due date without proof it will not come any more
KEPT_WITHIN = Decimal("0.05")  # House: a value to be kept may move by 5 % of the target


@dataclass(frozen=True)
class MilestoneFacts:
    """All that a state follows from.

    `confirmed_full`, `confirmed_part` and `waiting` count evidence: confirmed by a second person as the whole or
    as a part, or not confirmed yet. `target_met` is None where no indicator hangs on the milestone or its figure
    is not known. `steps_confirmed` counts steps of reform plans that point here and were confirmed.
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
    def is_begun(self) -> bool:
        return bool(self.confirmed_part or self.confirmed_full or self.waiting or self.steps_confirmed)


def milestone_state(facts: MilestoneFacts, today: date) -> State:
    """The state of a milestone today. Nobody types it.

    Achieved needs evidence that another hand confirmed and, where an indicator hangs on it, the target met. Part
    of it confirmed, or proof without the target by the due date, is partly achieved. Past due without proof is
    delayed, and a year later missed.
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
    if facts.is_begun or -late_days <= BEGINS_DAYS:
        return "on_track"
    return "planned"


def _state_past_due(facts: MilestoneFacts, late_days: int) -> State:
    if facts.confirmed_full or facts.confirmed_part:
        return "partially_achieved"
    return "missed" if late_days > MISSED_AFTER_DAYS else "delayed"


def delivery_rate_percent(states: Iterable[State]) -> Figure:
    """Share of milestones delivered, cancelled ones left out. T6.2: 5, 2 in part, 1 late, 1 cancelled: 75.0."""
    counted = [state for state in states if state != "cancelled"]
    if not counted:
        return missing("no_data", unit="%", definition=DELIVERY)
    delivered = counted.count("achieved") + Decimal("0.5") * counted.count("partially_achieved")
    return Figure(delivered / len(counted) * 100, unit="%", n=len(counted), definition=DELIVERY)


def progress(*, baseline: Decimal | None, target: Decimal | None, actual: Decimal | None) -> Figure:
    """Way made from baseline to target, 1 at the target, below 0 when it got worse (T5.8). Clipped only in drawings."""
    if baseline is None or target is None or actual is None:
        return missing("no_data", definition=PROGRESS)
    if target == baseline:
        return missing("zero_denominator", definition=PROGRESS)
    return Figure((actual - baseline) / (target - baseline), definition=PROGRESS)


def target_is_met(*, actual: Decimal | None, target: Decimal, direction: Direction) -> bool | None:
    """Whether the figure reaches the target in the wanted direction; None while there is no figure."""
    if actual is None:
        return None
    if direction == "increase":
        return actual >= target
    if direction == "decrease":
        return actual <= target
    return abs(actual - target) <= abs(target) * KEPT_WITHIN


def risk_score(*, likelihood: int, impact: int) -> int:
    """Likelihood × impact, 1 to 25: amber from 8, red from 15 (T6.1: 4 × 3 is 12)."""
    return likelihood * impact
