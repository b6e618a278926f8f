"""One import line a room: Celery looks only here."""

from evaluations.agenda import tasks as agenda
from evaluations.certificates import tasks as certificates
from evaluations.reports import tasks as reports

__all__ = ["agenda", "certificates", "reports"]
