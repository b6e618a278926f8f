"""iCalendar files (RFC 5545) with times in UTC; cancelled events stay in the file with the status CANCELLED."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from icalendar import Calendar, Event


@dataclass(frozen=True)
class CalendarEvent:
    """`sequence` is the number of changes so far; `url` is a path of this site."""

    public_id: UUID
    updated_at: datetime
    starts: datetime
    ends: datetime
    sequence: int
    is_cancelled: bool
    summary: str
    location: str
    url: str


def calendar_file(name: str, events: Iterable[CalendarEvent]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SITE_NAME}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(_component(event))
    return calendar.to_ical()


def _component(event: CalendarEvent) -> Event:
    component = Event()
    component.add("uid", f"{event.public_id}@{settings.SITE_URL.split('//')[-1]}")
    component.add("dtstamp", event.updated_at)
    component.add("last-modified", event.updated_at)
    component.add("dtstart", event.starts)
    component.add("dtend", event.ends)
    component.add("sequence", event.sequence)
    component.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    component.add("summary", event.summary)
    component.add("location", event.location)
    component.add("url", settings.SITE_URL + event.url)
    return component
