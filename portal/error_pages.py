"""Error pages: what happened, whether anything was saved, and what to do next.

The pages for 403, 404 and 429 use the site's layout. Those for 400, 500 and 503 use no session, user or query, since
these may be the cause of the error.
"""

import logging
import sys

import redis.exceptions
from celery.exceptions import OperationalError as BrokerError
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template import loader
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError as TransportError

logger = logging.getLogger(__name__)

RETRY_SECONDS = 10
_SECRET_FIELD_NAMES = ("password", "code", "credential", "secret")
_OUTAGES = (
    OperationalError,
    InterfaceError,
    redis.exceptions.ConnectionError,
    redis.exceptions.TimeoutError,
    BrokerError,
    TransportError,
)
# Cancelled query, lock not available, deadlock, serialisation failure: the database works, so these are no outages.
_NOT_OUTAGES = {"57014", "55P03", "40P01", "40001"}


def is_outage(exception: BaseException | None) -> bool:
    """Whether the exception means that the database or Redis cannot be reached, not that a query failed."""
    if not isinstance(exception, _OUTAGES):
        return False
    return getattr(exception.__cause__, "pgcode", None) not in _NOT_OUTAGES


def unavailable(request: HttpRequest) -> HttpResponse:
    """503 with Retry-After. After a POST the page offers to send the form again, since nothing was saved."""
    was_sent = request.method not in {"GET", "HEAD", "OPTIONS"}
    response = _without_layout(
        request,
        503,
        "errors/503.html",
        detail=_("The portal cannot reach its database. Try again in a few seconds."),
        was_sent=was_sent,
        **(_posted_values(request) if was_sent else {}),
    )
    response["Retry-After"] = str(RETRY_SECONDS)
    if not was_sent and not _wants_json(request):
        response["Refresh"] = str(RETRY_SECONDS)  # the browser loads the page again
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`, which is called while the exception is handled."""
    if is_outage(sys.exc_info()[1]):
        return unavailable(request)
    return _without_layout(
        request,
        500,
        "errors/500.html",
        detail=_("Something went wrong on our side. The error has been recorded."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's `handler404`; the same for missing and forbidden rows, so that nobody can find out what exists."""
    return _with_layout(request, 404, "errors/404.html", detail=_("Nothing was found at this address."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's `handler403`; it shows the message of `PermissionDenied`, if there is one."""
    reason = str(exception) if isinstance(exception, PermissionDenied) else ""
    return _with_layout(
        request,
        403,
        "errors/403.html",
        detail=reason or _("You do not have permission to do this."),
        reason=reason,
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's `CSRF_FAILURE_VIEW`; the most frequent cause is a page that was left open overnight."""
    logger.warning("csrf token rejected: %s", reason)
    return _with_layout(request, 403, "errors/csrf.html", detail=_("This form has expired."))


def too_many_requests(
    request: HttpRequest, exception: Exception | None = None, *, seconds: int = 300
) -> HttpResponse:
    """429 with the waiting time on the page and in Retry-After."""
    minutes = max(1, round(seconds / 60))
    response = _with_layout(
        request, 429, "errors/429.html", detail=_("Too many attempts from your network."), minutes=minutes
    )
    response["Retry-After"] = str(seconds)
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's `handler400`, for an invalid URL, header or value."""
    return _without_layout(request, 400, "errors/400.html", detail=_("The request could not be read."))


def _posted_values(request: HttpRequest) -> dict[str, object]:
    """The posted values, so that the page can send them again; without secrets, which must not appear in a page."""
    fields = [(name, value) for name in request.POST for value in request.POST.getlist(name)]
    secret = [name for name, _value in fields if any(part in name for part in _SECRET_FIELD_NAMES)]
    return {
        "kept": [
            (name, value, len(value) > 60 or "\n" in value)
            for name, value in fields
            if name not in secret and name != "csrfmiddlewaretoken"
        ],
        "had_secrets": bool(secret),
        "had_files": bool(request.FILES),
        "token": get_token(request),
    }


def _with_layout(
    request: HttpRequest, status: int, template: str, *, detail: str, **context: object
) -> HttpResponse:
    if _wants_json(request):
        return _problem(status, detail)
    content = loader.render_to_string(template, {"detail": detail, **context}, request=request)
    return HttpResponse(content, status=status)


def _without_layout(
    request: HttpRequest, status: int, template: str, *, detail: str, **context: object
) -> HttpResponse:
    if _wants_json(request):
        return _problem(status, detail)
    context |= {
        "detail": detail,
        "reference": getattr(request, "request_id", ""),
        "direction": "rtl" if get_language_bidi() else "ltr",
        "address": request.path,
    }
    return HttpResponse(loader.render_to_string(template, context), status=status)


def _wants_json(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def _problem(status: int, detail: str) -> JsonResponse:
    body = {"type": "about:blank", "status": status, "title": detail, "detail": detail}
    return JsonResponse(body, status=status, content_type="application/problem+json")
