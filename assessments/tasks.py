"""Celery looks for tasks only here: one import per package."""

from assessments.analysis import tasks as analysis_tasks  # noqa: F401
from assessments.collection import tasks as collection_tasks  # noqa: F401
from assessments.consensus import tasks as consensus_tasks  # noqa: F401
from assessments.needs import tasks as needs_tasks  # noqa: F401
