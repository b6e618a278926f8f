"""The sessions in which people teach or take part, and the conflicts of time of a cohort's teachers."""

import zoneinfo
from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from participants.people.models import Person
from portal.access.users import AnyUser
from portal.languages.numbers import date_format, interpolate, time_format
from programs.cohorts.models import Cohort, Enrolment
from programs.sessions.models import Session, SessionFaculty
from programs.staffing.conflicts import Booking, Conflict, find_conflicts

Pair = tuple[int, int]  # ids of a session and of a person


def conflicts_of(pairs: Collection[Pair], sessions: Sequence[Session]) -> list[Conflict]:
    """The conflicts of people in `sessions` with sessions of any cohort that they teach or attend; two queries."""
    rows = {session.pk: session for session in sessions if session.cancelled_at is None}
    bookings = [
        Booking(person, session, rows[session].starts, rows[session].ends)
        for session, person in sorted(pairs)
        if session in rows
    ]
    if not bookings:
        return []
    people = {booking.person_id for booking in bookings}
    period = {
        "session__cancelled_at": None,
        "session__starts__lt": max(booking.ends for booking in bookings),
        "session__ends__gt": min(booking.starts for booking in bookings),
    }
    taught = SessionFaculty.objects.filter(person__in=people, **period)
    attended = Enrolment.objects.seated().filter(
        person__in=people, **{f"cohort__sessions{name[7:]}": value for name, value in period.items()}
    )
    names = ("person", "session", "session__starts", "session__ends")
    others = {Booking(*values) for values in taught.values_list(*names)} | {
        Booking(*values)
        for values in attended.values_list(
            "person", "cohort__sessions", "cohort__sessions__starts", "cohort__sessions__ends"
        )
    }
    return find_conflicts(bookings, list(others))


def sentences_of(conflicts: Sequence[Conflict], user: AnyUser) -> dict[Pair, list[tuple[str, int]]]:
    """A sentence and the minutes of each conflict. Sessions of cohorts that the user may not see are not named."""
    if not conflicts:
        return {}
    visible = Cohort.objects.visible_to(user).filter(pk=OuterRef("cohort"))
    sessions = (
        Session.objects.filter(pk__in={conflict.other.session_id for conflict in conflicts})
        .annotate(is_visible=Exists(visible))
        .select_related("cohort")
        .in_bulk()
    )
    people = Person.objects.in_bulk({conflict.booking.person_id for conflict in conflicts})
    sentences = defaultdict(list)
    for conflict in conflicts:
        booking, session = conflict.booking, sessions[conflict.other.session_id]
        zone = zoneinfo.ZoneInfo(session.timezone)
        sentence = (
            _("%(name)s is booked for %(session)s (%(cohort)s) on %(day)s from %(start)s to %(end)s.")
            if session.is_visible
            else _("%(name)s is booked for another session on %(day)s from %(start)s to %(end)s.")
        )
        text = interpolate(
            sentence, name=people[booking.person_id], session=session, cohort=session.cohort,
            day=date_format(session.starts.astimezone(zone).date()),
            start=time_format(session.starts.astimezone(zone), "H:i"),
            end=time_format(session.ends.astimezone(zone), "H:i"),
        )  # fmt: skip
        sentences[booking.session_id, booking.person_id].append((text, conflict.minutes))
    return dict(sentences)


def teachers_of(cohort: Cohort) -> dict[int, list[SessionFaculty]]:
    """The teachers of each session of the cohort, those who lead first; one query."""
    teachers = defaultdict(list)
    rows = SessionFaculty.objects.filter(session__cohort=cohort).select_related("person")
    for row in rows.order_by(F("leads").desc(), "person__full_name"):
        teachers[row.session_id].append(row)
    return dict(teachers)
