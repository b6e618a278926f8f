"""Imports the tasks of all packages, since Celery looks for an app's tasks here only."""

from participants.directory import tasks as directory
from participants.invitations import tasks as invitations

__all__ = ["directory", "invitations"]
