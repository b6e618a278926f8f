"""The code on the coordinator's screen, and entering or scanning it on a phone."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from portal.access.decorators import allow
from portal.access.errors import DomainError
from portal.access.policies import everyone
from portal.access.throttling import is_throttled
from portal.access.users import SignedInRequest
from portal.documents.qr import qr_svg
from portal.languages.numbers import interpolate, time_format
from portal.ui.pages import render_page
from programs.cohorts.models import Enrolment
from programs.sessions import codes, policies
from programs.sessions.attendance import is_open_for_codes, record_code
from programs.sessions.models import Attendance, Session
from programs.sessions.queries import attended_of, sessions_open_for_codes

SCANNED = "attendance_scanned"  # in the browser's session: a code scanned before signing in
SALT = "programs.sessions.scanned"
CONFIRM_WITHIN = timedelta(minutes=10)
POLL_SECONDS = 3


def _key() -> bytes:
    return settings.SECRET_KEY.encode()


@allow(policies.may_record, Session)
@never_cache
@require_GET
def code_screen(request: SignedInRequest, session: Session) -> HttpResponse:
    """The QR code and the short code, shown to the room; htmx requests the changing part."""
    now = timezone.now()
    step = codes.step_at(now)
    address = reverse("programs:sessions:scan", args=[session.public_id, _token(session, step)])
    present = Attendance.objects.filter(session=session, minutes__gt=0).count()
    return render_page(
        request,
        "programs/sessions/_code.html" if getattr(request, "htmx", False) else "programs/sessions/code.html",
        session=session,
        cohort=session.cohort,
        is_open=is_open_for_codes(session, now),
        svg=qr_svg(settings.SITE_URL + address, title=escape(_("QR code for attendance"))),
        code=codes.short_code(_key(), str(session.public_id), step),
        here=settings.SITE_URL.split("://", 1)[-1] + reverse("programs:sessions:here"),
        left=codes.seconds_left(now),
        step_seconds=codes.STEP_SECONDS,
        poll_seconds=POLL_SECONDS,
        present=present,
        enrolled=Enrolment.objects.filter(cohort=session.cohort_id).seated().count(),
    )


def _token(session: Session, step: int) -> str:
    return codes.qr_token(_key(), str(session.public_id), step)


@allow(everyone)
@never_cache
@require_GET
def scan(request: HttpRequest, session_id: Any, token: str) -> HttpResponseBase:
    """The address in the QR code. The person confirms on the next page, since following a link changes nothing.

    Before signing in, the scan is kept in the browser's own session and not in an address that could be passed on.
    """
    now = timezone.now()
    step = codes.step_of_token(_key(), str(session_id), token)
    if step is None or not codes.is_current(step, now):
        return _here_page(request, error=_ended_message(step))
    scanned = [str(session_id), int(now.timestamp())]
    if not request.user.is_authenticated:
        request.session[SCANNED] = scanned
        return redirect_to_login(reverse("programs:sessions:here"))
    return _here_page(request, scanned=scanned)


@allow(policies.may_enter_code)
@never_cache
@require_http_methods(["GET", "POST"])
def here(request: SignedInRequest) -> HttpResponse:
    """Enter the code on the screen, or confirm a scan."""
    if request.method == "GET":
        scanned = request.session.get(SCANNED)
        return _here_page(request, scanned=scanned if scanned and _is_recent(scanned[1]) else None)
    typed = request.POST.get("code", "").strip()
    try:
        session, at = _posted_scan(request) if "scanned" in request.POST else _typed_code(request, typed)
        record_code(session=session, person=request.user.person, at=at, by=request.user)
    except DomainError as error:
        return _here_page(request, error=str(error), typed=typed)
    request.session.pop(SCANNED, None)
    return redirect("programs:sessions:recorded", session.public_id)


def _posted_scan(request: SignedInRequest) -> tuple[Session, datetime]:
    """The scan in the form, which only the person who scanned can send. Raises `DomainError`."""
    try:
        user_id, session_id, at = signing.loads(request.POST["scanned"], salt=SALT, max_age=CONFIRM_WITHIN)
    except signing.BadSignature as error:
        raise DomainError(_ended_message(None)) from error
    session = Session.objects.select_related("cohort").filter(public_id=session_id).first()
    if session is None or user_id != request.user.pk or not _is_recent(at):
        raise DomainError(_ended_message(None))
    return session, datetime.fromtimestamp(at, UTC)


def _typed_code(request: SignedInRequest, typed: str) -> tuple[Session, datetime]:
    """The session of a typed code. Raises `DomainError`."""
    now = timezone.now()
    if not typed:
        raise DomainError(_("Enter the code that is on the screen."))
    if is_throttled(request, scope="attendance-code", rate="20/minute", key=f"user:{request.user.pk}"):
        raise DomainError(_("You have tried too often. Wait a minute and try again."))
    for session in sessions_open_for_codes(now, first_for=request.user.person):
        step = codes.step_of_short_code(_key(), str(session.public_id), typed, now)
        if step is not None:
            if codes.is_current(step, now):
                return session, now
            raise DomainError(_ended_message(step))
    raise DomainError(_("This code is not right. Compare it with the screen and enter it again."))


def _ended_message(step: int | None) -> str:
    if step is None:
        return _("This code is no longer valid. Enter the code that is on the screen now.")
    ended = timezone.localtime(datetime.fromtimestamp(codes.end_of(step), UTC))
    return interpolate(
        _("This code ended at %(time)s. Enter the code that is on the screen now."),
        time=time_format(ended, "H:i:s"),
    )


def _is_recent(at: int) -> bool:
    return timezone.now() - datetime.fromtimestamp(at, UTC) <= CONFIRM_WITHIN


def _here_page(
    request: HttpRequest, *, scanned: list[Any] | None = None, error: str = "", typed: str = ""
) -> HttpResponse:
    session = (
        Session.objects.select_related("cohort").filter(public_id=scanned[0]).first() if scanned else None
    )
    return render_page(
        request,
        "programs/sessions/here.html",
        session=session,
        scanned=signing.dumps([request.user.pk, *scanned], salt=SALT) if scanned and session else "",
        error_message=error,
        typed=typed,
        status=422 if error else 200,
    )


@allow(policies.may_enter_code, Session)
@require_GET
def recorded(request: SignedInRequest, session: Session) -> HttpResponse:
    """What is recorded for the participant in this session."""
    attendance = Attendance.objects.filter(session=session, enrolment__person__user=request.user).first()
    if attendance is None:
        messages.info(request, _("Nothing is recorded for you in this session yet."))
        return redirect("programs:sessions:here")
    attended, held = attended_of(attendance.enrolment_id, session.cohort_id)
    enrolment = Enrolment.objects.get(pk=attendance.enrolment_id)
    return render_page(
        request, "programs/sessions/recorded.html", session=session, cohort=session.cohort,
        attendance=attendance, attended=attended, held=held, enrolment=enrolment,
    )  # fmt: skip
