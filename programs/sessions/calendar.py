"""The calendar file of sessions."""

from collections.abc import Iterable

from django.urls import reverse

from portal.calendars import CalendarEvent, calendar_file
from programs.sessions.models import Session


def feed(sessions: Iterable[Session], *, name: str) -> bytes:
    """The sessions as a calendar file. Select `cohort` with the sessions."""
    return calendar_file(name, map(_event, sessions))


def _event(session: Session) -> CalendarEvent:
    return CalendarEvent(
        public_id=session.public_id,
        updated_at=session.updated_at,
        starts=session.starts,
        ends=session.ends,
        sequence=session.sequence,
        is_cancelled=session.cancelled_at is not None,
        summary=f"{session.title} ({session.cohort.title})",
        location=session.venue or session.join_url,
        url=reverse("programs:cohorts:cohort", args=[session.cohort.public_id]),
    )
