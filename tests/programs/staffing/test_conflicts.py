from datetime import UTC, datetime

from programs.staffing.conflicts import Booking, find_conflicts


def booking(person, session, start, end):
    return Booking(
        person, session, datetime(2027, 3, 9, start, tzinfo=UTC), datetime(2027, 3, 9, end, tzinfo=UTC)
    )


def test_only_other_sessions_of_the_same_person_that_share_minutes_conflict():
    mine = booking(1, 10, 9, 12)
    later = booking(1, 13, 11, 13)
    others = [later, booking(1, 10, 9, 12), booking(1, 11, 12, 14), booking(2, 12, 9, 12)]

    assert [(found.other, found.minutes) for found in find_conflicts([mine], others)] == [(later, 60)]
