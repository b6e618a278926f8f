"""The Celery app, its clock and its pulse. Tasks are started by name (`app.send_task`), after commit."""

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

PULSE_KEY = "worker-pulse"
PULSE_EVERY_SECONDS = 5
PULSE_LIVES_SECONDS = 20

# task name -> seconds between two runs. Each finds its work by a query, so a run lost or doubled changes nothing.
BEAT: dict[str, float] = {
    "portal.jobs.resume_stale": 10,
    "portal.mail.send_due": 15,
    "assessments.needs.close_due": 60,
    "assessments.consensus.close_due": 60,
    "assessments.consensus.remind_due": 600,
    "assessments.collection.mix": 300,
    "assessments.collection.remind_due": 600,
    "assessments.collection.seal_due": 600,
    "programs.learning.ask_what_stayed": 3600,
    "programs.surveys.open_due": 300,
    "programs.surveys.close_due": 60,
    "portal.files.sweep": 6 * 3600,
}

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    name: {"task": name, "schedule": seconds, "options": {"expires": seconds}}
    for name, seconds in BEAT.items()
}
app.set_default()


@signals.setup_logging.connect
def _keep_our_logging(**_kwargs: Any) -> None:
    """Celery would replace the handlers; the worker logs as the web process does."""
    logging.config.dictConfig(settings.LOGGING)


class Pulse(bootsteps.StartStopStep):
    """Writes a key that lives a few seconds, from the worker's own loop: while it beats, tasks are being taken."""

    requires = ("celery.worker.components:Timer",)

    def start(self, worker: Any) -> None:
        self.beat()
        self.entry = worker.timer.call_repeatedly(PULSE_EVERY_SECONDS, self.beat, priority=10)

    def stop(self, worker: Any) -> None:
        self.entry.cancel()
        with contextlib.suppress(redis.exceptions.RedisError):
            cache.delete(PULSE_KEY)

    def beat(self) -> None:
        # Redis away: the key lapses and /readyz says so; the loop must go on.
        with contextlib.suppress(redis.exceptions.RedisError):
            cache.set(PULSE_KEY, datetime.now(UTC).isoformat(), PULSE_LIVES_SECONDS)


app.steps["worker"].add(Pulse)
