"""Queries on sessions and attendance."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils import timezone

from participants.people.models import Person
from programs.cohorts.models import Cohort, CohortStaff, Enrolment
from programs.sessions.models import Attendance, Session


@dataclass(frozen=True)
class GridRow:
    """A person's attendance: a mark for each session, and the number of sessions attended and held.

    Marks are `present`, `partial`, `excused`, `absent`, `to_come` or `cancelled`.
    """

    enrolment: Enrolment
    marks: list[str]
    attended: int
    held: int


def attendance_grid(cohort: Cohort) -> tuple[list[Session], list[GridRow]]:
    """The sessions in order and a row for each person; three queries."""
    planned = list(Session.objects.filter(cohort=cohort).order_by("starts"))
    now = timezone.now()
    recorded = {
        (row.enrolment_id, row.session_id): row for row in Attendance.objects.filter(session__cohort=cohort)
    }
    people = Enrolment.objects.filter(cohort=cohort).seated().select_related("person", "jurisdiction")
    rows = []
    for enrolment in people.order_by("person__full_name"):
        marks = [_mark(recorded.get((enrolment.pk, s.pk)), s, past=s.starts <= now) for s in planned]
        attended = sum(mark in ("present", "partial") for mark in marks)
        held = sum(mark in ("present", "partial", "excused", "absent") for mark in marks)
        rows.append(GridRow(enrolment, marks, attended, held))
    return planned, rows


def _mark(attendance: Attendance | None, session: Session, *, past: bool) -> str:
    if session.cancelled_at:
        return "cancelled"
    if attendance is not None and attendance.is_excused:
        return "excused"
    if attendance is not None and attendance.minutes:
        return "present" if attendance.minutes >= session.minutes * 0.75 else "partial"
    return "absent" if past else "to_come"


def sessions_of_person(person: Person) -> QuerySet[Session]:
    """The sessions of the cohorts in which the person is enrolled or staff."""
    cohorts = (
        Enrolment.objects.filter(person=person)
        .seated()
        .values("cohort")
        .union(CohortStaff.objects.in_force().filter(person=person).values("cohort"))
    )
    return Session.objects.filter(cohort__in=cohorts).select_related("cohort").order_by("starts")


def next_sessions(cohorts: QuerySet[Cohort], *, limit: int) -> list[Session]:
    now = timezone.now()
    rows = Session.objects.filter(cohort__in=cohorts, ends__gt=now, cancelled_at=None)
    return list(rows.select_related("cohort__programme").order_by("starts")[:limit])


def sessions_open_for_codes(at: datetime, *, first_for: Person) -> list[Session]:
    """Sessions whose attendance codes are accepted now, those of the person's cohorts first."""
    mine = Enrolment.objects.filter(person=first_for).seated().values("cohort")
    rows = Session.objects.filter(
        starts__lte=at + timedelta(minutes=15), ends__gte=at, cancelled_at=None
    ).select_related("cohort")
    return list(
        rows.annotate(
            is_mine=Case(When(cohort__in=mine, then=Value(0)), default=Value(1), output_field=IntegerField())
        ).order_by("is_mine", "pk")[:200]
    )


def attended_of(enrolment_id: int, cohort_id: int) -> tuple[int, int]:
    """The number of sessions that the person attended, and of those that have begun."""
    attended = Attendance.objects.filter(enrolment=enrolment_id, minutes__gt=0, session__cancelled_at=None)
    held = Session.objects.filter(cohort=cohort_id, cancelled_at=None, starts__lte=timezone.now())
    n = attended.count()
    return n, max(n, held.count())
