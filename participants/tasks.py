"""Imports the tasks of all packages, since Celery looks for an app's tasks here only."""

from participants.invitations import tasks as invitations

__all__ = ["invitations"]
