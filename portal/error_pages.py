"""The pages that answer when a page cannot: what happened, what became of the reader's work, what to do now.

Pages for 403, 404 and 429 stand in the site's frame. Those for 500 and 503 use nothing that may be broken: no
session, no user, no query.
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
_SECRET_WORDS = ("password", "code", "credential", "secret")
_OUTAGES = (
    OperationalError,
    InterfaceError,
    redis.exceptions.ConnectionError,
    redis.exceptions.TimeoutError,
    BrokerError,
    TransportError,
)
# A query that was cancelled, a lock not got, a deadlock: the database is there, so these are faults of ours.
_NOT_OUTAGES = {"57014", "55P03", "40P01", "40001"}


def is_outage(exception: BaseException | None) -> bool:
    """Whether this says that the database or Redis cannot be reached, rather than that a query was wrong."""
    if not isinstance(exception, _OUTAGES):
        return False
    return getattr(exception.__cause__, "pgcode", None) not in _NOT_OUTAGES


def unavailable(request: HttpRequest) -> HttpResponse:
    """503 with Retry-After; a form that was sent is told apart, since nothing of it was saved."""
    was_sent = request.method not in {"GET", "HEAD", "OPTIONS"}
    response = _bare(
        request,
        503,
        "errors/503.html",
        detail=_("The portal cannot reach its database. Try again in a few seconds."),
        was_sent=was_sent,
        **(_kept(request) if was_sent else {}),
    )
    response["Retry-After"] = str(RETRY_SECONDS)
    if not was_sent and not _wants_json(request):
        response["Refresh"] = str(RETRY_SECONDS)  # a page that was only read comes back by itself
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`, called while the exception is being handled."""
    if is_outage(sys.exc_info()[1]):
        return unavailable(request)
    return _bare(
        request,
        500,
        "errors/500.html",
        detail=_("Something went wrong on our side. The error has been recorded."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's `handler404`: missing and hidden look the same, so that nobody learns what exists."""
    return _framed(request, 404, "errors/404.html", detail=_("Nothing was found at this address."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's `handler403`; the sentence given to `PermissionDenied` is shown where there is one."""
    reason = str(exception) if isinstance(exception, PermissionDenied) else ""
    return _framed(
        request,
        403,
        "errors/403.html",
        detail=reason or _("You do not have permission to do this."),
        reason=reason,
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose secret is missing or old: most often a page left open overnight."""
    logger.warning("csrf refused: %s", reason)
    return _framed(request, 403, "errors/csrf.html", detail=_("This form has expired."))


def too_many_requests(
    request: HttpRequest, exception: Exception | None = None, *, seconds: int = 300
) -> HttpResponse:
    """429 with the wait in words and in Retry-After."""
    minutes = max(1, round(seconds / 60))
    response = _framed(
        request, 429, "errors/429.html", detail=_("Too many attempts from your network."), minutes=minutes
    )
    response["Retry-After"] = str(seconds)
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's `handler400`: the address or the headers make no sense."""
    return _bare(request, 400, "errors/400.html", detail=_("The request could not be read."))


def _kept(request: HttpRequest) -> dict[str, object]:
    """What was typed, so that the page can send it again; never a secret, which must not stand in a page."""
    fields = [(name, value) for name in request.POST for value in request.POST.getlist(name)]
    secret = [name for name, _value in fields if any(word in name for word in _SECRET_WORDS)]
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


def _framed(
    request: HttpRequest, status: int, template: str, *, detail: str, **context: object
) -> HttpResponse:
    if _wants_json(request):
        return _problem(status, detail)
    content = loader.render_to_string(template, {"detail": detail, **context}, request=request)
    return HttpResponse(content, status=status)


def _bare(
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
