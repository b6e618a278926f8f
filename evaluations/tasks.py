"""One import line a room: Celery looks only here."""

from evaluations.certificates import tasks as certificates

__all__ = ["certificates"]
