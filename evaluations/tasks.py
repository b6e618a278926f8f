"""One import line a room: Celery looks only here."""

from evaluations.certificates import tasks as certificates
from evaluations.reports import tasks as reports

__all__ = ["certificates", "reports"]
