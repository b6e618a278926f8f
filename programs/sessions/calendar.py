"""iCalendar feeds (RFC 5545) with times in UTC; cancelled sessions stay in the feed with the status CANCELLED."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event

from programs.sessions.models import Session


def feed(sessions: Iterable[Session], *, name: str) -> bytes:
    """The sessions as a calendar file. Select `cohort` with the sessions."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SITE_NAME}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for session in sessions:
        calendar.add_component(_event(session))
    return calendar.to_ical()


def _event(session: Session) -> Event:
    event = Event()
    event.add("uid", f"{session.public_id}@{settings.SITE_URL.split('//')[-1]}")
    event.add("dtstamp", session.updated_at)
    event.add("last-modified", session.updated_at)
    event.add("dtstart", session.starts)
    event.add("dtend", session.ends)
    event.add("sequence", session.sequence)
    event.add("status", "CANCELLED" if session.cancelled_at else "CONFIRMED")
    event.add("summary", f"{session.title} ({session.cohort.title})")
    event.add("location", session.venue or session.join_url)
    event.add("url", settings.SITE_URL + reverse("programs:cohorts:cohort", args=[session.cohort.public_id]))
    return event
