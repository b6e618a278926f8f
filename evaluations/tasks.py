"""Imports the tasks of all packages, because Celery looks for them here."""

from evaluations.agenda import tasks as agenda
from evaluations.certificates import tasks as certificates
from evaluations.reports import tasks as reports

__all__ = ["agenda", "certificates", "reports"]
