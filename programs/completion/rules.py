"""Evaluation of completion criteria. Pure: imports no Django."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Criteria:
    """Minimum shares in 0–1; 0 means not required."""

    attendance_share: Decimal
    quiz_share: Decimal
    all_units: bool


@dataclass(frozen=True)
class CompletionProgress:
    """What one person has done; `quiz_share` is that of the best final test, None if none was taken."""

    minutes_attended: int
    minutes_held: int
    sessions_to_come: int
    units_done: int
    units_total: int
    quiz_share: Decimal | None
    has_final_test: bool = True

    @property
    def attendance_share(self) -> Decimal:
        """Attended ÷ held; 1 if no session was held."""
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


def evaluate(progress: CompletionProgress, criteria: Criteria) -> CriteriaResult:
    """Compare the progress with the criteria. Nobody completes a course before its last session."""
    return CriteriaResult(
        attendance_met=progress.attendance_share >= criteria.attendance_share,
        units_met=not criteria.all_units or progress.units_done >= progress.units_total,
        quiz_met=criteria.quiz_share == 0
        or not progress.has_final_test
        or (progress.quiz_share is not None and progress.quiz_share >= criteria.quiz_share),
        sessions_over=progress.sessions_to_come == 0,
    )
