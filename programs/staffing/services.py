"""Adding, changing and ending members of programmes and staff of cohorts, and assigning teachers to sessions."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participants.accounts.models import User
from participants.people.models import Person
from portal.access.locking import lock_for_update
from portal.audit import services as audit
from portal.languages.numbers import interpolate
from programs.cohorts.models import Cohort, CohortStaff
from programs.programmes.models import Programme, ProgrammeMember
from programs.sessions.models import Session, SessionFaculty
from programs.staffing import candidates, emails
from programs.staffing.bookings import conflicts_of, sentences_of
from programs.staffing.errors import ConflictError, HasRoleError, NothingToCopyError, NotStaffError


@dataclass(frozen=True)
class NewPerson:
    """Somebody who is not registered yet and is invited by email."""

    full_name: str
    email: str
    is_another_person: bool = False


@transaction.atomic
def add_member(
    *, programme: Programme, person: Person | NewPerson, role: str, by: User, **details: Any
) -> ProgrammeMember:
    """Add a member, or take up again one whose role has ended. Raises HasRoleError, LikelyDuplicateError."""
    programme = lock_for_update(programme)
    person = _registered(person, role, by)
    member = ProgrammeMember.objects.filter(programme=programme, person=person, role=role).first()
    if member is not None and _in_force(member):
        raise HasRoleError(_has_role(person, member.get_role_display(), programme))
    member = member or ProgrammeMember(programme=programme, person=person, role=role)
    for name, value in details.items():
        setattr(member, name, value)
    member.save()
    audit.record(by, "programme.member_added", programme, person=person.pk, role=role)
    emails.send_added(member, programme, by=by)
    return member


@transaction.atomic
def change_member(*, member: ProgrammeMember, by: User, **details: Any) -> ProgrammeMember:
    member = lock_for_update(member)
    for name, value in details.items():
        setattr(member, name, value)
    member.save(update_fields=[*details, "updated_at"])
    audit.record(by, "programme.member_changed", member.programme, person=member.person_id, role=member.role)
    return member


@transaction.atomic
def end_member(*, member: ProgrammeMember, by: User) -> ProgrammeMember:
    """Yesterday becomes the last day. Repeating it changes nothing."""
    member = lock_for_update(member)
    if _in_force(member):
        member.ends = _yesterday()
        member.save(update_fields=["ends", "updated_at"])
        audit.record(
            by, "programme.member_ended", member.programme, person=member.person_id, role=member.role
        )
        emails.send_ended(member, member.programme)
    return member


@transaction.atomic
def add_staff(
    *, cohort: Cohort, person: Person | NewPerson, role: str, by: User, ends: datetime.date | None = None
) -> CohortStaff:
    """Add staff, or take up again somebody whose role has ended. Raises HasRoleError, LikelyDuplicateError."""
    cohort = lock_for_update(cohort)
    person = _registered(person, role, by)
    row = CohortStaff.objects.filter(cohort=cohort, person=person, role=role).first()
    if row is not None and _in_force(row):
        raise HasRoleError(_has_role(person, row.get_role_display(), cohort))
    row = row or CohortStaff(cohort=cohort, person=person, role=role)
    row.ends = ends
    row.save()
    audit.record(by, "cohort.staff_added", cohort, person=person.pk, role=role)
    emails.send_added(row, cohort, by=by)
    return row


@transaction.atomic
def change_staff(*, row: CohortStaff, by: User, ends: datetime.date | None) -> CohortStaff:
    row = lock_for_update(row)
    row.ends = ends
    row.save(update_fields=["ends", "updated_at"])
    audit.record(by, "cohort.staff_changed", row.cohort, person=row.person_id, role=row.role)
    return row


@transaction.atomic
def end_staff(*, row: CohortStaff, by: User) -> CohortStaff:
    """Yesterday becomes the last day, and sessions to come lose the teacher. Repeating it changes nothing."""
    lock_for_update(row.cohort)
    row = lock_for_update(row)
    if _in_force(row):
        row.ends = _yesterday()
        row.save(update_fields=["ends", "updated_at"])
        others = CohortStaff.objects.in_force().filter(cohort=row.cohort_id, person=row.person_id)
        if not others.exists():
            sessions_to_come(row).delete()
        audit.record(by, "cohort.staff_ended", row.cohort, person=row.person_id, role=row.role)
        emails.send_ended(row, row.cohort)
    return row


def sessions_to_come(row: CohortStaff) -> Any:
    """What the person teaches in the cohort from now on."""
    return SessionFaculty.objects.filter(
        session__cohort=row.cohort_id, session__starts__gt=timezone.now(), person=row.person_id
    )


@transaction.atomic
def copy_staff(*, cohort: Cohort, by: User) -> list[CohortStaff]:
    """Add the staff of the programme's latest other cohort who are not there yet. Raises NothingToCopyError."""
    cohort = lock_for_update(cohort)
    source = source_of_copy(cohort)
    if source is None:
        raise NothingToCopyError
    present = set(CohortStaff.objects.filter(cohort=cohort).values_list("person", "role"))
    rows = CohortStaff.objects.in_force().filter(cohort=source).select_related("person")
    return [
        add_staff(cohort=cohort, person=row.person, role=row.role, by=by)
        for row in rows.order_by("pk")
        if (row.person_id, row.role) not in present and row.person.archived_at is None
    ]


def source_of_copy(cohort: Cohort) -> Cohort | None:
    staffed = CohortStaff.objects.in_force().values("cohort")
    others = Cohort.objects.filter(programme=cohort.programme_id, pk__in=staffed).exclude(pk=cohort.pk)
    return others.order_by("-starts", "-pk").first()


@dataclass(frozen=True)
class Choice:
    """The teachers of a session as the page showed them and as they were chosen, as ids of people."""

    session: Session
    before: frozenset[int]
    after: frozenset[int]
    reason: str = ""


@transaction.atomic
def assign_teachers(*, cohort: Cohort, choices: Sequence[Choice], by: User) -> int:
    """Save the teachers of several sessions; returns how many assignments changed.

    Only what was changed on the page is saved, so that two people who edit at the same time keep each other's
    choices. A teacher who is booked elsewhere at the same time needs a reason. Raises ConflictError, NotStaffError.
    """
    cohort = lock_for_update(cohort)
    present = defaultdict(set)
    for session, person in SessionFaculty.objects.filter(session__cohort=cohort).values_list(
        "session", "person"
    ):
        present[session].add(person)
    added = {
        (choice.session.pk, person)
        for choice in choices
        for person in choice.after - choice.before - present[choice.session.pk]
    }
    removed = {
        (choice.session.pk, person)
        for choice in choices
        for person in (choice.before - choice.after) & present[choice.session.pk]
    }
    people = {person for _session, person in added}
    _require_staff(cohort, people)
    # The same person may be booked in another cohort at this moment; whoever comes second sees the conflict.
    list(
        Person.objects.select_for_update(of=("self",)).filter(pk__in=people).order_by("pk").values_list("pk")
    )
    for session, person in removed:
        SessionFaculty.objects.filter(session=session, person=person).delete()
    _create(added)
    _require_reasons(choices, added, by)
    if added or removed:
        audit.record(by, "cohort.teachers_assigned", cohort, added=len(added), removed=len(removed))
    emails.send_teaching(cohort, added)
    return len(added) + len(removed)


def _create(pairs: set[tuple[int, int]]) -> None:
    leading = SessionFaculty.objects.filter(session__in={session for session, _person in pairs}, leads=True)
    led = set(leading.values_list("session", flat=True))
    for session, person in sorted(pairs):
        SessionFaculty.objects.create(session_id=session, person_id=person, leads=session not in led)
        led.add(session)


def _require_staff(cohort: Cohort, people: set[int]) -> None:
    staff = CohortStaff.objects.in_force().filter(cohort=cohort, person__in=people)
    if people - set(staff.values_list("person", flat=True)):
        raise NotStaffError


def _require_reasons(choices: Sequence[Choice], added: set[tuple[int, int]], by: User) -> None:
    """Save the reasons for conflicts of added teachers. Raises ConflictError for sessions without one."""
    sentences = sentences_of(conflicts_of(added, [choice.session for choice in choices]), by)
    unexplained: dict[int, list[str]] = defaultdict(list)
    for choice in choices:
        for session, person in sorted(sentences):
            if session != choice.session.pk:
                continue
            if choice.reason:
                SessionFaculty.objects.filter(session=session, person=person).update(
                    overlap_reason=choice.reason
                )
            else:
                unexplained[session] += [text for text, _minutes in sentences[session, person]]
    if unexplained:
        raise ConflictError({session: " ".join(texts) for session, texts in unexplained.items()})


def _registered(person: Person | NewPerson, role: str, by: User) -> Person:
    if isinstance(person, Person):
        return person
    return candidates.register_and_invite(
        full_name=person.full_name, email=person.email, role=role,
        is_another_person=person.is_another_person, by=by,
    )  # fmt: skip


def _in_force(row: ProgrammeMember | CohortStaff) -> bool:
    return row.ends is None or row.ends >= timezone.localdate()


def _yesterday() -> datetime.date:
    return timezone.localdate() - datetime.timedelta(days=1)


def _has_role(person: Person, role: str, place: Programme | Cohort) -> str:
    return interpolate(
        _("%(name)s already has the role “%(role)s” in %(place)s."), name=person, role=role, place=place
    )
