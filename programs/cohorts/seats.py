"""Who may take a free seat: capacity, reserved seats and maximum seats of a jurisdiction. Pure: imports no Django."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class WaitingReason(StrEnum):
    """Why a person cannot get a seat now; `NONE` if they can."""

    NONE = "none"
    FULL = "full"
    QUOTA_FULL = "quota_full"
    RESERVED_FOR_OTHERS = "reserved_for_others"


@dataclass(frozen=True)
class QuotaRule:
    """`minimum` is the number of reserved seats of a jurisdiction, `maximum` its limit (None: no limit)."""

    minimum: int = 0
    maximum: int | None = None


@dataclass(frozen=True)
class Seats:
    """A cohort's seats: capacity, and quotas and number of enrolled people by jurisdiction id."""

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
        """Free seats that are reserved for jurisdictions below their minimum."""
        return sum(
            max(0, rule.minimum - self.seated.get(jurisdiction, 0))
            for jurisdiction, rule in self.quotas.items()
        )

    def with_one_more(self, jurisdiction: int) -> "Seats":
        return Seats(
            self.capacity, self.quotas, {**self.seated, jurisdiction: self.seated.get(jurisdiction, 0) + 1}
        )


def waiting_reason(jurisdiction: int | None, seats: Seats) -> WaitingReason:
    """Why a person of `jurisdiction` cannot get a seat; if there are several reasons, the most general one."""
    if seats.free == 0:
        return WaitingReason.FULL
    rule, own = QuotaRule(), 0
    if jurisdiction is not None:
        rule, own = seats.quotas.get(jurisdiction, rule), seats.seated.get(jurisdiction, 0)
    if rule.maximum is not None and own >= rule.maximum:
        return WaitingReason.QUOTA_FULL
    if own < rule.minimum:
        return WaitingReason.NONE
    return WaitingReason.NONE if seats.free > seats.reserved else WaitingReason.RESERVED_FOR_OTHERS


def select_promotions(waiting: Sequence[int], seats: Seats) -> list[int]:
    """Indexes into `waiting` (jurisdiction ids in list order) of those who can get a seat now.

    A person blocked by a quota is skipped and keeps their position.
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
