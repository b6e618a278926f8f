"""Imports the tasks of all packages, since Celery looks for an app's tasks here only."""

from portal.files.tasks import *  # noqa: F403
from portal.jobs.tasks import *  # noqa: F403
from portal.mail.tasks import *  # noqa: F403
from portal.tables.imports.tasks import *  # noqa: F403
from portal.ui.tasks import *  # noqa: F403
