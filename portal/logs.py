"""Gives each log line the request or job it belongs to, so that one event can be followed across processes."""

import logging
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
job_id: ContextVar[str] = ContextVar("job_id", default="")


class ContextFilter(logging.Filter):
    """Adds `request_id` and `job_id` to a record; empty where there is none. It drops nothing."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        record.job_id = job_id.get()
        return True


def current_request_id() -> str:
    """The id of the request being answered; empty in a worker or a command."""
    return request_id.get()
