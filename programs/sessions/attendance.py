"""Recording attendance: by staff, and by participants with the code on the screen.

One row for a person and session, by a unique constraint: it does not matter how often or from where it is recorded.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participants.accounts.models import User
from participants.people.models import Person
from portal.access.errors import DomainError
from portal.access.locking import lock_for_update
from portal.audit import services as audit
from programs.cohorts.models import Enrolment
from programs.sessions.models import Attendance, Session

OPENS_BEFORE = timedelta(minutes=15)
LATE_AFTER = timedelta(minutes=15)  # who enters the code later is recorded with the minutes that are left


class NotHeldYetError(DomainError):
    code = "not_held_yet"
    message = _("You can record attendance from 15 minutes before the session starts. Enter excuses only.")


class SavedByOthersError(DomainError):
    """Somebody else has recorded the same people differently; `entries` are theirs by enrolment id."""

    code = "saved_by_others"
    message = _("Somebody else has recorded some people differently. Check the marked people and save again.")

    def __init__(self, entries: Mapping[int, "Entry | None"]) -> None:
        super().__init__()
        self.entries = entries


class NotEnrolledError(DomainError):
    code = "not_enrolled"
    message = _(
        "You are not enrolled in this cohort, and nothing was recorded. Ask the coordinator to enrol you; "
        "you can then enter the code again."
    )


class SessionNotOpenError(DomainError):
    code = "session_not_open"
    message = _("Codes are accepted from 15 minutes before the session until its end. Ask the coordinator.")


@dataclass(frozen=True)
class Entry:
    """What is recorded for a person: minutes from 0 to the length of the session, or an excuse."""

    minutes: int
    is_excused: bool = False


def entries_of(session: Session) -> dict[int, Entry]:
    """Enrolment id -> what is recorded."""
    rows = Attendance.objects.filter(session=session).values_list("enrolment", "minutes", "is_excused")
    return {pk: Entry(minutes, is_excused) for pk, minutes, is_excused in rows}


@transaction.atomic
def record_attendance(
    *,
    session: Session,
    entries: Mapping[int, Entry],
    by: User,
    seen: Mapping[int, Entry | None] | None = None,
    source: str = Attendance.Source.FACULTY,
) -> int:
    """Record what differs from the stored entries; enrolments of other cohorts are ignored.

    `seen` are the entries on which the person decided: if others have changed one of them since, nothing is saved.
    Returns the number of people with an entry. Raises `NotHeldYetError`, `SavedByOthersError`.
    """
    session = lock_for_update(session)
    if not is_open(session) and any(not e.is_excused for e in entries.values()):
        raise NotHeldYetError
    own = set(_seated(session).filter(pk__in=entries).values_list("pk", flat=True))
    stored = entries_of(session)
    wanted = {
        pk: Entry(0 if entry.is_excused else min(max(0, entry.minutes), session.minutes), entry.is_excused)
        for pk, entry in entries.items()
        if pk in own
    }
    changed = {pk: entry for pk, entry in wanted.items() if stored.get(pk) != entry}
    if seen is not None:
        conflicts = {pk: stored.get(pk) for pk in changed if stored.get(pk) != seen.get(pk)}
        if conflicts:
            raise SavedByOthersError(conflicts)
    Attendance.objects.bulk_create(
        [
            Attendance(
                session=session, enrolment_id=pk, minutes=entry.minutes, is_excused=entry.is_excused,
                source=source, recorded_at=timezone.now(),
            )
            for pk, entry in sorted(changed.items())
        ],
        update_conflicts=True,
        unique_fields=["session", "enrolment"],
        update_fields=["minutes", "is_excused", "source", "recorded_at"],
    )  # fmt: skip
    if changed:
        audit.record(by, "attendance.recorded", session, people=len(changed))
    return len(wanted)


def is_open(session: Session) -> bool:
    """Whether attendance can be recorded; before that only excuses."""
    return session.starts - OPENS_BEFORE <= timezone.now()


def is_open_for_codes(session: Session, at: datetime) -> bool:
    return session.cancelled_at is None and session.starts - OPENS_BEFORE <= at <= session.ends


@transaction.atomic
def record_code(*, session: Session, person: Person, at: datetime, by: User) -> Attendance:
    """Record the person as present from `at`, when they entered the code.

    What is recorded already stays, so that a second scan changes nothing and an entry of the staff counts.
    Raises `NotEnrolledError`, `SessionNotOpenError`.
    """
    enrolment = _seated(session).filter(person=person).first()
    if enrolment is None:
        raise NotEnrolledError
    if not is_open_for_codes(session, at):
        raise SessionNotOpenError
    minutes = session.minutes
    if at > session.starts + LATE_AFTER:
        minutes = min(minutes, math.ceil((session.ends - at).total_seconds() / 60))
    # No lock and no look before: 200 people do this within a minute, each from several connections perhaps.
    attendance, created = Attendance.objects.get_or_create(
        session=session,
        enrolment=enrolment,
        defaults={"minutes": minutes, "source": Attendance.Source.QR},
    )
    if created:
        audit.record(by, "attendance.code_entered", session, enrolment=enrolment.pk)
    return attendance


def _seated(session: Session) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(cohort=session.cohort_id).seated()
