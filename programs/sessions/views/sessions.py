"""Sessions of a cohort and calendar feeds."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from participants.people.models import Person
from portal.access.decorators import allow
from portal.access.policies import everyone, is_signed_in
from portal.access.users import SignedInRequest
from portal.languages.numbers import interpolate
from portal.links import services as links
from portal.ui.pages import confirm_page, form_page, post_data, render_page
from programs.cohorts import policies as cohort_policies
from programs.cohorts.base_context import cohort_context
from programs.cohorts.models import Cohort
from programs.sessions import policies, services
from programs.sessions.calendar import feed
from programs.sessions.forms import SessionForm
from programs.sessions.models import Session
from programs.sessions.queries import attendance_grid, sessions_of_person


@allow(cohort_policies.is_cohort_staff, Cohort)
@require_GET
def sessions(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    """List the sessions with everybody's attendance."""
    planned, rows = attendance_grid(cohort)
    return render_page(
        request,
        "programs/sessions/sessions.html",
        planned=planned,
        rows=rows,
        **cohort_context(request.user, cohort),
    )


def _sessions_url(cohort: Cohort) -> str:
    return reverse("programs:sessions:sessions", args=[cohort.public_id])


@allow(cohort_policies.may_coordinate, Cohort)
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    form = SessionForm(post_data(request), initial={"timezone": cohort.timezone})
    return form_page(
        request, form, partial(services.plan_session, cohort=cohort), success_url=_sessions_url(cohort),
        template="programs/sessions/form.html", cohort=cohort,
    )  # fmt: skip


@allow(policies.may_plan, Session)
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, session: Session) -> HttpResponse:
    form = SessionForm(post_data(request), instance=session)
    return form_page(
        request, form, partial(services.change_session, session=session), success_url=_sessions_url(session.cohort),
        template="programs/sessions/form.html", cohort=session.cohort, session=session,
    )  # fmt: skip


@allow(policies.may_plan, Session)
@require_POST
def cancel(request: SignedInRequest, session: Session) -> HttpResponse:
    services.cancel_session(session=session, by=request.user)
    messages.success(request, _("The session is cancelled. Calendars show it as cancelled."))
    return redirect("programs:sessions:sessions", session.cohort.public_id)


@allow(policies.may_plan, Session)
@require_http_methods(["GET", "POST"])
def remove(request: SignedInRequest, session: Session) -> HttpResponse:
    return confirm_page(
        request,
        partial(services.remove_session, session=session),
        back=reverse("programs:sessions:edit", args=[session.public_id]),
        success_url=_sessions_url(session.cohort),
        success_message=_("The session is removed."),
        question=interpolate(_("Remove the session %(name)s?"), name=session.title),
        effect=_("Calendars that have it keep it. If people know about the session, cancel it instead."),
        confirm_label=_("Remove the session"),
        danger=True,
    )


@allow(is_signed_in)
@require_POST
def make_feed(request: SignedInRequest) -> HttpResponse:
    """Create a secret URL for the user's calendar program; an earlier one stops working."""
    person = request.user.person
    address = services.renew_feed(person=person, by=request.user)
    return render_page(request, "programs/sessions/feed.html", address=address)


@allow(everyone)
@require_GET
def feed_of_person(request: HttpRequest, token: str) -> HttpResponse:
    """Serve the calendar feed with the secret token."""
    try:
        link = links.resolve(token, "calendar")
    except links.LinkClosedError as error:
        return HttpResponse(str(error), status=404, content_type="text/plain; charset=utf-8")
    person = Person.objects.get(pk=link.target_id)
    body = feed(sessions_of_person(person), name=_("Judicial training"))
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")


@allow(is_signed_in, Session)
@require_GET
def one_event(request: SignedInRequest, session: Session) -> HttpResponse:
    """Serve one session as a calendar file."""
    return HttpResponse(
        feed([session], name=session.title),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="session.ics"'},
    )
