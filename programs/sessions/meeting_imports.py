"""Importing the attendance list of a meeting: read, matched, checked by a person, then saved."""

import hashlib
import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participants.accounts.models import User
from portal.access.errors import DomainError
from portal.access.locking import lock_for_update
from portal.audit import services as audit
from portal.files import uploads
from portal.languages.numbers import date_format, interpolate
from portal.tables.imports import file_reader
from portal.tables.imports.errors import FileRejectedError
from programs.cohorts.models import Enrolment
from programs.sessions.attendance import Entry, record_attendance
from programs.sessions.meeting_lists import ListedPerson, MeetingPeople, minutes_of, read_people
from programs.sessions.meeting_matching import Candidate, How, match_people
from programs.sessions.models import Attendance, MeetingList, Session

# Meeting programs write the time of the host's computer. A list of the same meeting differs by its time zone, at most;
# a list of the day before or after differs by more.
MAX_ZONE_DIFFERENCE = timedelta(hours=14)
MIN_MATCHED_SHARE = 0.25


class NotAnAttendanceListError(DomainError):
    code = "not_an_attendance_list"
    field = "file"
    message = gettext_lazy(
        "No table of participants was found in this file. Download the list of participants from Zoom, Teams or "
        "Webex again, and upload it unchanged."
    )


class OtherMeetingError(DomainError):
    code = "other_meeting"
    message = gettext_lazy("This looks like the list of another meeting. Nothing was saved.")


@dataclass(frozen=True)
class PreviewLine:
    """A person in the list, whom they match, and how."""

    index: int
    person: ListedPerson
    how: str
    enrolment: Enrolment | None
    minutes: int


@dataclass(frozen=True)
class Change:
    """What saving does for a person of the cohort. `kept` is set if an entry of the staff stays."""

    enrolment: Enrolment
    before: Entry | None
    minutes: int
    kept: bool

    @property
    def is_change(self) -> bool:
        return not self.kept and self.before != Entry(self.minutes)


@transaction.atomic
def upload_list(*, session: Session, file: File, by: User) -> MeetingList:
    """Read the file. The same file for the same session is the same list, which is then checked again.

    Raises `UploadRejected`, `FileRejectedError`, `NotAnAttendanceListError`.
    """
    checked = uploads.check(file, kinds={"csv", "xlsx"})
    file.seek(0)
    content = file.read()
    found = _read(session, content, checked.kind)
    if found is None or not found.people:
        raise NotAnAttendanceListError
    meeting_list, _created = MeetingList.objects.update_or_create(
        session=session,
        file_sha256=hashlib.sha256(content).hexdigest(),
        defaults={
            "by": by,
            "file_name": uploads.clean_name(str(file.name)),
            "platform": found.platform,
            "people": [_as_json(person) for person in found.people],
        },
    )
    audit.record(by, "attendance.list_uploaded", meeting_list)
    return meeting_list


def _read(session: Session, content: bytes, media: str) -> MeetingPeople | None:
    """The people in the file. Lines before the table have commas of their own, so each separator is tried."""
    expected = _local(session, session.starts).date()
    readings, errors = [], []
    for delimiter in file_reader.DELIMITERS if media == "csv" else [""]:
        try:
            # The preview completes encoding and sheet. Its row of headings is not used.
            chosen = file_reader.Layout(media, delimiter=delimiter)
            layout = replace(file_reader.preview_file(content, chosen).layout, heading_row=0)
            lines = [cells for _number, cells in file_reader.rows(content, layout)]
        except FileRejectedError as error:  # a quotation mark that does not fit this separator
            errors.append(error)
        else:
            readings.append(read_people(lines, expected=expected))
    if errors and not readings:
        raise errors[0]
    return max((found for found in readings if found), key=lambda found: len(found.people), default=None)


def preview_lines(meeting_list: MeetingList) -> list[PreviewLine]:
    """The people in the list with their matches, those that need a person first. Two queries."""
    people = [_from_json(row) for row in meeting_list.people]
    enrolments = {row.pk: row for row in seated(meeting_list.session)}
    candidates = [
        Candidate(pk, row.person.full_name, row.person.user.email if row.person.user else "")
        for pk, row in enrolments.items()
    ]
    matches = match_people([(person.name, person.email) for person in people], candidates)
    lines = [
        PreviewLine(
            index,
            person,
            match.how,
            enrolments[match.candidate] if match.candidate else None,
            _minutes(meeting_list, [person]),
        )
        for index, (person, match) in enumerate(zip(people, matches, strict=True))
    ]
    order = {How.NEAR: 0, How.NONE: 1, How.NAME: 2, How.EMAIL: 3}
    return sorted(lines, key=lambda line: (order[How(line.how)], line.person.name.casefold()))


def changes_of(meeting_list: MeetingList, chosen: Mapping[int, int]) -> list[Change]:
    """What saving changes, for `chosen` {index in the list: enrolment id}. Joins of one person count together."""
    people = [_from_json(row) for row in meeting_list.people]
    joined: dict[int, list[ListedPerson]] = {}
    for index, enrolment_id in chosen.items():
        if index < len(people):
            joined.setdefault(enrolment_id, []).append(people[index])
    stored = {row.enrolment_id: row for row in Attendance.objects.filter(session=meeting_list.session_id)}
    changes = []
    for enrolment in seated(meeting_list.session):
        if enrolment.pk in joined:
            row = stored.get(enrolment.pk)
            changes.append(
                Change(
                    enrolment,
                    Entry(row.minutes, row.is_excused) if row else None,
                    _minutes(meeting_list, joined[enrolment.pk]),
                    kept=row is not None and row.source == Attendance.Source.FACULTY,
                )
            )
    return changes


def doubts_about(meeting_list: MeetingList, lines: Sequence[PreviewLine]) -> list[str]:
    """Sentences that say why this may be the list of another meeting; none if it is of this session."""
    doubts = []
    listed = _listed(meeting_list)
    starts, ends = _window(meeting_list.session)
    if listed.first and listed.last:
        gap = max(listed.first - ends, starts - listed.last)
        if gap > MAX_ZONE_DIFFERENCE:
            doubts.append(
                interpolate(
                    _("The list is of %(listed)s, but the session was on %(held)s."),
                    listed=date_format(listed.first), held=date_format(starts),
                )
            )  # fmt: skip
    matched = sum(line.enrolment is not None for line in lines)
    if matched < MIN_MATCHED_SHARE * len(lines):
        doubts.append(
            interpolate(
                _("Only %(n)s of %(of)s names in the list belong to people of this cohort."),
                n=matched, of=len(lines),
            )
        )  # fmt: skip
    return doubts


@transaction.atomic
def save_list(*, meeting_list: MeetingList, chosen: Mapping[int, int], is_confirmed: bool, by: User) -> int:
    """Record the attendance. Returns the number of people whose entry changed; none for the second time.

    Raises `OtherMeetingError` if the list seems to be of another meeting and nobody has confirmed it,
    `NotHeldYetError`.
    """
    meeting_list = lock_for_update(meeting_list)
    if not is_confirmed and doubts_about(meeting_list, preview_lines(meeting_list)):
        raise OtherMeetingError
    changes = [change for change in changes_of(meeting_list, chosen) if change.is_change]
    record_attendance(
        session=meeting_list.session,
        entries={change.enrolment.pk: Entry(change.minutes) for change in changes},
        source=Attendance.Source.IMPORT,
        by=by,
    )
    meeting_list.people, meeting_list.saved_at = [], timezone.now()
    meeting_list.save(update_fields=["people", "saved_at", "updated_at"])
    audit.record(by, "attendance.list_saved", meeting_list, people=len(changes))
    return len(changes)


def seated(session: Session) -> list[Enrolment]:
    rows = Enrolment.objects.filter(cohort=session.cohort_id).seated()
    return list(rows.select_related("person__user", "jurisdiction").order_by("person__full_name", "pk"))


def times_are_comparable(meeting_list: MeetingList) -> bool:
    """Whether the times of the list overlap the session. Otherwise they are of another time zone."""
    listed, (starts, ends) = _listed(meeting_list), _window(meeting_list.session)
    return bool(listed.first and listed.last and listed.first < ends and listed.last > starts)


def _minutes(meeting_list: MeetingList, people: Sequence[ListedPerson]) -> int:
    starts, ends = _window(meeting_list.session)
    return minutes_of(people, starts=starts, ends=ends, clip=times_are_comparable(meeting_list))


def _listed(meeting_list: MeetingList) -> MeetingPeople:
    return MeetingPeople(meeting_list.platform, [_from_json(row) for row in meeting_list.people])


def _window(session: Session) -> tuple[datetime, datetime]:
    return _local(session, session.starts), _local(session, session.ends)


def _local(session: Session, at: datetime) -> datetime:
    """The time on a clock in the session's time zone, as the list has times."""
    return timezone.make_naive(at, zoneinfo.ZoneInfo(session.timezone))


def _as_json(person: ListedPerson) -> dict[str, Any]:
    return {
        "name": person.name,
        "email": person.email,
        "joins": [[start.isoformat(), end.isoformat()] for start, end in person.joins],
        "minutes": person.minutes_without_times,
    }


def _from_json(row: Mapping[str, Any]) -> ListedPerson:
    joins = [(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in row["joins"]]
    return ListedPerson(row["name"], row["email"], joins, row["minutes"])
