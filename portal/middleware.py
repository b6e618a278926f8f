"""What stands around every request: its id and its measure, the person's time zone, and the answer to an outage."""

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
_FOREIGN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class RequestIdMiddleware:
    """Names the request in logs, on the fault page and in the answer; keeps a proxy's own id where it is sane."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        name = given if _FOREIGN_ID.fullmatch(given) else uuid.uuid4().hex[:12]
        request.request_id = name  # type: ignore[attr-defined]  # templates and fault pages print it
        token = logs.request_id.set(name)
        began = time.perf_counter()
        try:
            response = self.get_response(request)
        finally:
            logs.request_id.reset(token)
        metrics.observe(request, response, time.perf_counter() - began)
        response["X-Request-ID"] = name
        return response


class UserTimezoneMiddleware:
    """Shows times in the signed-in person's own zone; everyone else reads UTC, which pages name."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Only a session that says who it is costs a query: a public page must not load a user to learn the time.
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
    """Turns a lost database or Redis into a page that says so (503), where the view itself fell over it; and a text
    that no database takes, for it holds a NUL, into the request's own fault (400).

    What breaks further out (reading the session, saving it) reaches `faults.server_error`, which asks the same.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, ValueError) and _holds_a_nul(request):
            return error_pages.bad_request(request)
        if not error_pages.is_outage(exception):
            return None
        logger.error("outage", extra={"fault": type(exception).__name__}, exc_info=exception)
        return error_pages.unavailable(request)


def _holds_a_nul(request: HttpRequest) -> bool:
    """Whether the address or a field does, as it was read: no person types one."""
    fields = [*request.GET.lists(), *request.POST.lists()]
    return "\x00" in request.path or any("\x00" in text for _name, texts in fields for text in texts)
