"""The attendance page as a form: a choice for each person, and minutes only where they differ."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from portal.languages.numbers import interpolate
from programs.cohorts.models import Enrolment
from programs.sessions.attendance import Entry
from programs.sessions.models import Session

PRESENT, PART, EXCUSED, ABSENT = "present", "part", "excused", "absent"


@dataclass
class AttendanceRow:
    """One person on the page. `seen` is the stored entry when the page was shown, as text for a hidden field."""

    enrolment: Enrolment
    choice: str
    minutes: str
    seen: str
    error: str = ""


def rows_of(
    session: Session, people: Iterable[Enrolment], stored: Mapping[int, Entry], *, default: str
) -> list[AttendanceRow]:
    """The rows as stored; people without an entry get the choice `default`."""
    rows = []
    for person in people:
        entry = stored.get(person.pk)
        choice = _choice(session, entry) if entry else default
        minutes = str(entry.minutes) if entry and choice == PART else ""
        rows.append(AttendanceRow(person, choice, minutes, _as_text(entry)))
    return rows


def posted_rows(people: Iterable[Enrolment], data: QueryDict) -> list[AttendanceRow]:
    return [
        AttendanceRow(
            person,
            data.get(f"p{person.pk}", ""),
            data.get(f"m{person.pk}", "").strip(),
            data.get(f"s{person.pk}", ""),
        )
        for person in people
    ]


def entries_from(session: Session, rows: Iterable[AttendanceRow]) -> dict[int, Entry]:
    """Enrolment id -> entry; sets `error` of rows whose minutes cannot be used. Rows without a choice are left out."""
    entries = {}
    for row in rows:
        typed = row.minutes
        # Minutes that were typed and the choice "present" mean part of the time; minutes that were stored do not.
        if row.choice in ("", PRESENT) and typed and typed != row.seen:
            row.choice = PART
        if row.choice == PART:
            if not typed.isdecimal() or int(typed) > session.minutes:
                row.error = interpolate(_("Enter whole minutes from 0 to %(most)s."), most=session.minutes)
            else:
                entries[row.enrolment.pk] = Entry(int(typed))
        elif row.choice == PRESENT:
            entries[row.enrolment.pk] = Entry(session.minutes)
        elif row.choice in (EXCUSED, ABSENT):
            entries[row.enrolment.pk] = Entry(0, is_excused=row.choice == EXCUSED)
    return entries


def seen_entries(rows: Iterable[AttendanceRow]) -> dict[int, Entry | None]:
    return {row.enrolment.pk: _from_text(row.seen) for row in rows}


def show_conflicts(
    session: Session, rows: Iterable[AttendanceRow], entries: Mapping[int, Entry | None]
) -> None:
    """Show what somebody else has recorded beside the person; saving again overwrites it."""
    for row in rows:
        if row.enrolment.pk in entries:
            entry = entries[row.enrolment.pk]
            row.seen, row.error = _as_text(entry), _conflict_text(session, entry)


def _as_text(entry: Entry | None) -> str:
    if entry is None:
        return ""
    return EXCUSED if entry.is_excused else str(entry.minutes)


def _from_text(text: str) -> Entry | None:
    if text == EXCUSED:
        return Entry(0, is_excused=True)
    return Entry(int(text)) if text.isascii() and text.isdecimal() and len(text) < 6 else None


def _choice(session: Session, entry: Entry) -> str:
    if entry.is_excused:
        return EXCUSED
    if entry.minutes >= session.minutes:
        return PRESENT
    return PART if entry.minutes else ABSENT


def _conflict_text(session: Session, entry: Entry | None) -> str:
    """What somebody else has recorded for the person in the meantime."""
    if entry is None:
        return _("Saved by someone else in the meantime: no entry")
    if entry.is_excused:
        return _("Saved by someone else in the meantime: excused")
    return interpolate(
        _("Saved by someone else in the meantime: %(n)s of %(most)s minutes"),
        n=entry.minutes, most=session.minutes,
    )  # fmt: skip
