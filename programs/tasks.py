"""One import line a room: Celery looks only here."""

from programs.cohorts import tasks as cohorts
from programs.learning import tasks as learning
from programs.surveys import tasks as surveys

__all__ = ["cohorts", "learning", "surveys"]
