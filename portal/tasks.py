"""Celery looks for tasks only here: one import line a room."""

from portal.files.tasks import *  # noqa: F403
from portal.jobs.tasks import *  # noqa: F403
from portal.mail.tasks import *  # noqa: F403
from portal.tables.imports.tasks import *  # noqa: F403
