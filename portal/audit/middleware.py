"""Tells the triggers who and which request changed a row."""

from typing import Any

from django.http import HttpRequest
from pghistory.middleware import HistoryMiddleware


class AuditMiddleware(HistoryMiddleware):
    """Adds the request id, so that an event, a log line and an audit entry can be laid side by side."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().get_context(request), "request": getattr(request, "request_id", "")}
