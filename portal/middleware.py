"""Middleware for request ids and metrics, the user's time zone, and outages of the database or Redis."""

import logging
import re
import time
import uuid
import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from portal import error_pages, logs, metrics

logger = logging.getLogger(__name__)

Handler = Callable[[HttpRequest], HttpResponse]
_VALID_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class RequestIdMiddleware:
    """Gives each request an id for logs, error pages and the response; a valid id of the proxy is kept."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        header = request.headers.get("X-Request-ID", "")
        request_id = header if _VALID_REQUEST_ID.fullmatch(header) else uuid.uuid4().hex[:12]
        request.request_id = request_id  # type: ignore[attr-defined]  # templates and error pages show it
        token = logs.request_id.set(request_id)
        began = time.perf_counter()
        try:
            response = self.get_response(request)
        finally:
            logs.request_id.reset(token)
        metrics.observe(request, response, time.perf_counter() - began)
        response["X-Request-ID"] = request_id
        return response


class UserTimezoneMiddleware:
    """Activates the time zone of the signed-in user; other visitors get UTC, which pages name."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # The user is loaded only for sessions with a user id, so that public pages need no query.
        if "_auth_user_id" in getattr(request, "session", {}):
            zone = getattr(request.user, "timezone", "")
            try:
                timezone.activate(zoneinfo.ZoneInfo(zone or "UTC"))
            except (zoneinfo.ZoneInfoNotFoundError, ValueError):
                timezone.deactivate()
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()


class OutageMiddleware:
    """Responds with 503 if a view cannot reach the database or Redis, and with 400 if a value has a NUL character.

    PostgreSQL cannot store NUL. Errors outside of the view, such as in reading the session, reach
    `error_pages.server_error`, which handles outages in the same way.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, ValueError) and _has_nul_character(request):
            return error_pages.bad_request(request)
        if not error_pages.is_outage(exception):
            return None
        logger.error("outage", extra={"fault": type(exception).__name__}, exc_info=exception)
        return error_pages.unavailable(request)


def _has_nul_character(request: HttpRequest) -> bool:
    """Whether the path or a parameter contains NUL, which nobody can type."""
    fields = [*request.GET.lists(), *request.POST.lists()]
    return "\x00" in request.path or any("\x00" in text for _name, texts in fields for text in texts)
