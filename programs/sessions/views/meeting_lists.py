"""Importing the attendance list of a meeting program."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from portal.access.decorators import allow
from portal.access.errors import DomainError
from portal.access.users import SignedInRequest
from portal.languages.numbers import interpolate
from portal.ui.pages import form_page, render_page
from programs.sessions import meeting_imports, policies
from programs.sessions.forms import MeetingListForm
from programs.sessions.meeting_imports import PreviewLine
from programs.sessions.models import MeetingList, Session


@allow(policies.may_record, Session)
@require_http_methods(["GET", "POST"])
def upload(request: SignedInRequest, session: Session) -> HttpResponse:
    posted = request.method == "POST"
    return form_page(
        request,
        MeetingListForm(request.POST if posted else None, request.FILES if posted else None),
        partial(meeting_imports.upload_list, session=session),
        success_url=lambda row: reverse("programs:sessions:meeting_list", args=[row.public_id]),
        template="programs/sessions/upload_meeting_list.html",
        session=session,
        cohort=session.cohort,
    )


@allow(policies.may_import, MeetingList)
@require_http_methods(["GET", "POST"])
def preview(request: SignedInRequest, meeting_list: MeetingList) -> HttpResponse:
    """Show what would be saved; people who were not found with certainty are chosen by hand."""
    session = meeting_list.session
    attendance_page = redirect("programs:sessions:attendance", session.public_id)
    if not meeting_list.people:
        messages.info(request, _("This list has already been imported. Upload it again to check it again."))
        return attendance_page
    lines = meeting_imports.preview_lines(meeting_list)
    people = meeting_imports.seated(session)
    chosen = _chosen(request, lines, {enrolment.pk for enrolment in people})
    error_message = ""
    if request.method == "POST" and request.POST.get("act") == "save":
        try:
            n = meeting_imports.save_list(
                meeting_list=meeting_list,
                chosen=chosen,
                is_confirmed="is_confirmed" in request.POST,
                by=request.user,
            )
        except DomainError as error:
            error_message = str(error)
        else:
            text = ngettext("Attendance of %(n)s person changed.", "Attendance of %(n)s people changed.", n)
            messages.success(request, interpolate(text, n=n) if n else _("The list changed nothing."))
            return attendance_page
    changes = meeting_imports.changes_of(meeting_list, chosen)
    in_list = {change.enrolment.pk for change in changes}
    return render_page(
        request,
        "programs/sessions/meeting_list.html",
        meeting_list=meeting_list,
        session=session,
        cohort=session.cohort,
        uncertain=[(line, chosen.get(line.index)) for line in lines if line.how in ("near", "none")],
        certain=sum(line.how in ("name", "email") for line in lines),
        people=people,
        changes=changes,
        changed=sum(change.is_change for change in changes),
        missing=[enrolment for enrolment in people if enrolment.pk not in in_list],
        doubts=meeting_imports.doubts_about(meeting_list, lines),
        is_clipped=meeting_imports.times_are_comparable(meeting_list),
        error_message=error_message,
        status=422 if error_message else 200,
    )


def _chosen(request: SignedInRequest, lines: list[PreviewLine], allowed: set[int]) -> dict[int, int]:
    """Index in the list -> enrolment id: certain matches, and the choices on the page."""
    chosen = {}
    for line in lines:
        enrolment_id = line.enrolment.pk if line.enrolment else None
        typed = request.POST.get(f"e{line.index}")
        if typed is not None and line.how in ("near", "none"):
            enrolment_id = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else None
        if enrolment_id in allowed and enrolment_id is not None:
            chosen[line.index] = enrolment_id
    return chosen
