"""Conflicts of time between the sessions of one person."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Booking:
    """A person teaches in a session, or takes part in it."""

    person_id: int
    session_id: int
    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class Conflict:
    booking: Booking
    other: Booking
    minutes: int


def overlap_minutes(first: Booking, second: Booking) -> int:
    """The minutes that both sessions have in common; 0 when one starts as the other ends."""
    common = min(first.ends, second.ends) - max(first.starts, second.starts)
    return max(0, int(common.total_seconds() // 60))


def find_conflicts(bookings: Iterable[Booking], others: Sequence[Booking]) -> list[Conflict]:
    """Each booking that overlaps other sessions of the same person, once for each of them, in the order of time."""
    by_person = defaultdict(list)
    for other in sorted(others, key=lambda row: (row.starts, row.session_id)):
        by_person[other.person_id].append(other)
    return [
        Conflict(booking, other, minutes)
        for booking in bookings
        for other in by_person[booking.person_id]
        if other.session_id != booking.session_id and (minutes := overlap_minutes(booking, other))
    ]
