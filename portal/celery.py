"""The Celery app, its schedule and the worker's heartbeat. Tasks are sent by name (`app.send_task`), after commit."""

import contextlib
import logging.config
import os
from datetime import UTC, datetime
from typing import Any

import redis.exceptions
from celery import Celery, bootsteps, signals
from django.conf import settings
from django.core.cache import cache

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

HEARTBEAT_KEY = "worker-heartbeat"
HEARTBEAT_EVERY_SECONDS = 5
HEARTBEAT_EXPIRES_SECONDS = 20

# Task name -> seconds between two runs. Each task finds its work by a query: a missed or repeated run does no harm.
SCHEDULE: dict[str, float] = {
    "portal.jobs.resume_stale": 10,
    "portal.mail.send_due": 15,
    "assessments.needs.close_due": 60,
    "assessments.consensus.close_due": 60,
    "assessments.consensus.remind_due": 600,
    "assessments.collection.shuffle_recent_responses": 300,
    "assessments.collection.remind_due": 600,
    "assessments.collection.start_due_anonymisation": 600,
    "programs.learning.send_retention_tests": 3600,
    "programs.surveys.open_due": 300,
    "programs.surveys.close_due": 60,
    "portal.files.delete_orphans": 6 * 3600,
    "participants.directory.start_search": 24 * 3600,
    "portal.ui.forget_sent_forms": 6 * 3600,
}

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    name: {"task": name, "schedule": seconds, "options": {"expires": seconds}}
    for name, seconds in SCHEDULE.items()
}
app.set_default()


@signals.setup_logging.connect
def _configure_logging(**_kwargs: Any) -> None:
    """Configure the worker's logging as the web process's; without this signal Celery replaces the handlers."""
    logging.config.dictConfig(settings.LOGGING)


class Heartbeat(bootsteps.StartStopStep):
    """Sets a Redis key with a short expiry from the worker's event loop, as a sign that the worker takes tasks."""

    requires = ("celery.worker.components:Timer",)

    def start(self, worker: Any) -> None:
        self.beat()
        self.entry = worker.timer.call_repeatedly(HEARTBEAT_EVERY_SECONDS, self.beat, priority=10)

    def stop(self, worker: Any) -> None:
        self.entry.cancel()
        with contextlib.suppress(redis.exceptions.RedisError):
            cache.delete(HEARTBEAT_KEY)

    def beat(self) -> None:
        # Without Redis the key expires, which /readyz reports; an error here would stop the worker's loop.
        with contextlib.suppress(redis.exceptions.RedisError):
            cache.set(HEARTBEAT_KEY, datetime.now(UTC).isoformat(), HEARTBEAT_EXPIRES_SECONDS)


app.steps["worker"].add(Heartbeat)
