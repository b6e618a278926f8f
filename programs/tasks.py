"""One import line a room: Celery looks only here."""

from programs.cohorts import tasks as cohorts

__all__ = ["cohorts"]
