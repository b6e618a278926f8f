"""The calendar file of a board's meetings."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from evaluations.agenda.models import BoardMeeting
from portal.calendars import CalendarEvent, calendar_file


def feed(agenda: Any, meetings: Iterable[BoardMeeting], *, with_address: bool) -> bytes:
    """Return the file. `with_address` includes the meeting link, which only the board may see."""
    return calendar_file(
        str(agenda), (_event(agenda, meeting, with_address=with_address) for meeting in meetings)
    )


def _event(agenda: Any, meeting: BoardMeeting, *, with_address: bool) -> CalendarEvent:
    return CalendarEvent(
        public_id=meeting.public_id,
        updated_at=meeting.updated_at,
        starts=meeting.starts,
        ends=meeting.ends,
        sequence=meeting.revision - 1,
        is_cancelled=meeting.cancelled_on is not None,
        summary=f"{meeting} ({agenda})",
        location=meeting.venue or (meeting.join_url if with_address else ""),
        url=reverse("evaluations:agenda:agenda", args=[agenda.public_id]),
    )
