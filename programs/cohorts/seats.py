"""Who may take a free seat: capacity, seats kept for a jurisdiction, and its most. Pure: imports no Django."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class WaitingReason(StrEnum):
    """Why a person cannot be seated now. `NONE`: nothing holds them back."""

    NONE = "none"
    FULL = "full"
    QUOTA_FULL = "quota_full"
    KEPT_FOR_OTHERS = "kept_for_others"


@dataclass(frozen=True)
class QuotaRule:
    """`minimum` seats are kept for the jurisdiction, `maximum` (None: no limit) is the most that it may take."""

    minimum: int = 0
    maximum: int | None = None


@dataclass(frozen=True)
class Seats:
    """A cohort's seats: capacity, quota by jurisdiction id, people seated by jurisdiction id."""

    capacity: int
    quotas: Mapping[int, QuotaRule] = field(default_factory=dict)
    seated: Mapping[int, int] = field(default_factory=dict)

    @property
    def taken(self) -> int:
        return sum(self.seated.values())

    @property
    def free(self) -> int:
        return max(0, self.capacity - self.taken)

    @property
    def reserved(self) -> int:
        """Free seats that are kept for jurisdictions below their minimum."""
        return sum(max(0, rule.minimum - self.seated.get(place, 0)) for place, rule in self.quotas.items())

    def with_one_more(self, jurisdiction: int) -> "Seats":
        return Seats(
            self.capacity, self.quotas, {**self.seated, jurisdiction: self.seated.get(jurisdiction, 0) + 1}
        )


def waiting_reason(jurisdiction: int | None, seats: Seats) -> WaitingReason:
    """What keeps a person of `jurisdiction` from a seat, the most general reason first."""
    if seats.free == 0:
        return WaitingReason.FULL
    rule, own = QuotaRule(), 0
    if jurisdiction is not None:
        rule, own = seats.quotas.get(jurisdiction, rule), seats.seated.get(jurisdiction, 0)
    if rule.maximum is not None and own >= rule.maximum:
        return WaitingReason.QUOTA_FULL
    if own < rule.minimum:
        return WaitingReason.NONE
    return WaitingReason.NONE if seats.free > seats.reserved else WaitingReason.KEPT_FOR_OTHERS


def select_promotions(waiting: Sequence[int], seats: Seats) -> list[int]:
    """Indexes into `waiting` (jurisdiction ids in list order) of those who are seated now, first come first.

    A person held back by a quota keeps the place while others behind them pass: the rule, not the order, holds them.
    """
    promoted: list[int] = []
    while True:
        for index, jurisdiction in enumerate(waiting):
            if index not in promoted and waiting_reason(jurisdiction, seats) is WaitingReason.NONE:
                promoted.append(index)
                seats = seats.with_one_more(jurisdiction)
                break
        else:
            return promoted
