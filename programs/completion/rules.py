"""Whether an enrolment completes its cohort, and what is still missing. Pure: imports no Django."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Criteria:
    """Shares in 0–1; a share of 0 asks for nothing."""

    attendance_share: Decimal
    quiz_share: Decimal
    all_units: bool


@dataclass(frozen=True)
class CompletionProgress:
    """What one person has done: minutes of the sessions held, units, the best final test (None: not taken)."""

    minutes_attended: int
    minutes_held: int
    sessions_to_come: int
    units_done: int
    units_total: int
    quiz_share: Decimal | None
    has_final_test: bool = True

    @property
    def attendance_share(self) -> Decimal:
        """Attended ÷ held; 1 where no session was held."""
        if self.minutes_held == 0:
            return Decimal(1)
        return min(Decimal(1), Decimal(self.minutes_attended) / Decimal(self.minutes_held))


@dataclass(frozen=True)
class CriteriaResult:
    attendance_met: bool
    units_met: bool
    quiz_met: bool
    sessions_over: bool

    @property
    def is_complete(self) -> bool:
        return self.attendance_met and self.units_met and self.quiz_met and self.sessions_over


def evaluate(standing: CompletionProgress, rule: Criteria) -> CriteriaResult:
    """Apply the rule that the cohort stated before it began. Nobody completes while sessions are still to come."""
    return CriteriaResult(
        attendance_met=standing.attendance_share >= rule.attendance_share,
        units_met=not rule.all_units or standing.units_done >= standing.units_total,
        quiz_met=rule.quiz_share == 0
        or not standing.has_final_test
        or (standing.quiz_share is not None and standing.quiz_share >= rule.quiz_share),
        sessions_over=standing.sessions_to_come == 0,
    )
