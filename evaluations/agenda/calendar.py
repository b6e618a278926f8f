"""iCalendar file (RFC 5545) of a board's meetings. Times are in UTC; cancelled meetings stay with status CANCELLED."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event

from evaluations.agenda.models import BoardMeeting


def feed(agenda: Any, meetings: Iterable[BoardMeeting], *, with_address: bool) -> bytes:
    """Return the file. `with_address` includes the meeting link, which only the board may see."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SITE_NAME}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", str(agenda))
    for meeting in meetings:
        calendar.add_component(_event(agenda, meeting, with_address=with_address))
    return calendar.to_ical()


def _event(agenda: Any, meeting: BoardMeeting, *, with_address: bool) -> Event:
    event = Event()
    event.add("uid", f"{meeting.public_id}@{settings.SITE_URL.split('//')[-1]}")
    event.add("dtstamp", meeting.updated_at)
    event.add("last-modified", meeting.updated_at)
    event.add("dtstart", meeting.starts)
    event.add("dtend", meeting.ends)
    event.add("sequence", meeting.revision - 1)
    event.add("status", "CANCELLED" if meeting.cancelled_on else "CONFIRMED")
    event.add("summary", f"{meeting} ({agenda})")
    event.add("location", meeting.venue or (meeting.join_url if with_address else ""))
    event.add("url", settings.SITE_URL + reverse("evaluations:agenda:agenda", args=[agenda.public_id]))
    return event
