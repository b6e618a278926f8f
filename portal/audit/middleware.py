"""Gives the history triggers the user and the request that change a row."""

from typing import Any

from django.http import HttpRequest
from pghistory.middleware import HistoryMiddleware


class AuditMiddleware(HistoryMiddleware):
    """Adds the request id, by which history events, log lines and audit entries can be matched."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().get_context(request), "request": getattr(request, "request_id", "")}
