"""Adds the ids of the request and the job to each log line, so that they can be followed across processes."""

import logging
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
job_id: ContextVar[str] = ContextVar("job_id", default="")


class ContextFilter(logging.Filter):
    """Adds `request_id` and `job_id`, empty if there is none, to each record; it filters nothing out."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        record.job_id = job_id.get()
        return True


def current_request_id() -> str:
    """The id of the current request; empty in a worker or a management command."""
    return request_id.get()
