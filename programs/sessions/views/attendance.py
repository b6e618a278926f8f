"""Recording the attendance of a session: everyone is present, then the exceptions."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.languages.numbers import interpolate
from portal.ui.pages import render_page
from programs.cohorts.models import Enrolment
from programs.sessions import policies
from programs.sessions.attendance import (
    OPENS_BEFORE,
    NotHeldYetError,
    SavedByOthersError,
    entries_of,
    is_open,
    record_attendance,
)
from programs.sessions.attendance_form import (
    PRESENT,
    AttendanceRow,
    entries_from,
    posted_rows,
    rows_of,
    seen_entries,
    show_conflicts,
)
from programs.sessions.models import Attendance, Session


@allow(policies.may_record, Session)
@require_http_methods(["GET", "POST"])
def attendance(request: SignedInRequest, session: Session) -> HttpResponse:
    """Everyone is preset as present while nothing is recorded; `act=fill` sets the people without a choice."""
    people = list(
        Enrolment.objects.filter(cohort=session.cohort_id)
        .seated()
        .select_related("person", "jurisdiction")
        .order_by("person__full_name", "pk")
    )
    planned = list(
        Session.objects.filter(cohort=session.cohort_id, cancelled_at=None).order_by("starts", "pk")
    )
    if request.method == "POST":
        rows = posted_rows(people, request.POST)
        if request.POST.get("act") == "fill":
            for row in rows:
                row.choice = row.choice or PRESENT
            return _page(request, session, rows, planned)
        return _save(request, session, rows, planned)
    stored = entries_of(session)
    # Once codes or a list have come in, nobody else is taken to be present without a decision.
    is_unrecorded = all(entry.is_excused for entry in stored.values())
    default = PRESENT if is_open(session) and is_unrecorded else ""
    return _page(request, session, rows_of(session, people, stored, default=default), planned)


def _save(
    request: SignedInRequest, session: Session, rows: list[AttendanceRow], planned: list[Session]
) -> HttpResponse:
    entries = entries_from(session, rows)
    errors = [row.error for row in rows if row.error]
    if errors:
        return _page(request, session, rows, planned, error_message=errors[0])
    try:
        n = record_attendance(session=session, entries=entries, seen=seen_entries(rows), by=request.user)
    except NotHeldYetError as error:
        return _page(request, session, rows, planned, error_message=str(error))
    except SavedByOthersError as error:
        show_conflicts(session, rows, error.entries)
        return _page(request, session, rows, planned, error_message=str(error))
    text = ngettext("Attendance of %(n)s person saved.", "Attendance of %(n)s people saved.", n)
    messages.success(request, interpolate(text, n=n))
    following = _following(session, planned) if request.POST.get("act") == "next" else None
    if following:
        return redirect("programs:sessions:attendance", following.public_id)
    return redirect("programs:sessions:sessions", session.cohort.public_id)


def _page(
    request: SignedInRequest,
    session: Session,
    rows: list[AttendanceRow],
    planned: list[Session],
    *,
    error_message: str = "",
) -> HttpResponse:
    sources = dict(
        Attendance.objects.filter(session=session)
        .exclude(source=Attendance.Source.FACULTY)
        .values_list("enrolment", "source")
    )
    labels = dict(Attendance.Source.choices)
    return render_page(
        request,
        "programs/sessions/attendance.html",
        session=session,
        cohort=session.cohort,
        rows=[(row, labels.get(sources.get(row.enrolment.pk, ""), "")) for row in rows],
        planned=planned,
        following=_following(session, planned),
        is_open=is_open(session),
        is_past=session.ends < timezone.now(),
        without_choice=sum(not row.choice for row in rows),
        error_message=error_message,
        status=422 if error_message else 200,
    )


def _following(session: Session, planned: list[Session]) -> Session | None:
    """The next session that has started, so that all sessions can be recorded one after the other."""
    now = timezone.now() + OPENS_BEFORE
    later = [row for row in planned if (row.starts, row.pk) > (session.starts, session.pk)]
    return next((row for row in later if row.starts <= now), None)
