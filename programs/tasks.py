"""Imports the tasks of all packages, since Celery looks for an app's tasks here only."""

from programs.cohorts import tasks as cohorts
from programs.learning import tasks as learning
from programs.surveys import tasks as surveys

__all__ = ["cohorts", "learning", "surveys"]
