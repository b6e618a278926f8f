"""Starting, cancelling and resuming jobs. Each change is one conditional UPDATE, so that only one of two succeeds."""

import logging
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import redis.exceptions
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop
from kombu.exceptions import OperationalError as TransportError

from portal import celery
from portal.access.users import Actor
from portal.jobs import kinds, outcomes
from portal.jobs.errors import JobCancelled, JobClosedError, JobFailure, LeaseLost
from portal.jobs.leases import ClaimedJob, claim
from portal.jobs.models import Job

__all__ = [
    "ClaimedJob",
    "JobCancelled",
    "JobFailure",
    "LeaseLost",
    "cancel",
    "claim",
    "resume_stale",
    "start",
]

logger = logging.getLogger(__name__)

RESEND_AFTER_SECONDS = 20
ATTEMPTS_WITHOUT_PROGRESS = 5
GIVEN_UP = gettext_noop(
    "The job failed several times at the same point. The error has been recorded for the operators."
)


@transaction.atomic
def start(
    kind: str,
    *,
    key: str,
    by: Actor,
    params: dict[str, Any] | None = None,
    target: models.Model | None = None,
) -> Job:
    """Queue a job of a kind. If a job with the same key is open, return that one and start nothing.

    `params` must be JSON. The task is sent after commit; if the broker cannot be reached, `resume_stale` sends it.
    """
    kinds.get(kind)
    fields = {
        "params": params or {},
        "target_type": ContentType.objects.get_for_model(target) if target is not None else None,
        "target_id": target.pk if target is not None else None,
        "requested_by": by,
    }
    while True:
        open_job = Job.objects.open().filter(kind=kind, key=key).first()
        if open_job is not None:
            return open_job
        try:
            with transaction.atomic():
                job = Job.objects.create(kind=kind, key=key, **fields)
        except IntegrityError:
            continue  # somebody else has just created it: read it, or create it again if it has already ended
        transaction.on_commit(partial(_send, job), robust=True)
        return job


def cancel(job: Job, *, by: Actor) -> Job:
    """Cancel a queued job at once and a running one at its next progress report. Raises JobClosedError."""
    now = timezone.now()
    updated = (
        Job.objects.open().filter(pk=job.pk).update(cancel_requested_at=now, cancelled_by=by, updated_at=now)
    )
    if not updated:
        raise JobClosedError
    if Job.objects.filter(pk=job.pk, state=Job.State.QUEUED).exists():
        # A worker cannot have claimed it in between, since workers skip jobs that are to be cancelled.
        outcomes.close(job.pk, Job.State.CANCELLED)
    job.refresh_from_db()
    return job


def resume_stale() -> int:
    """Resend queued jobs and jobs of dead workers, close those that cannot continue; returns how many were sent."""
    now = timezone.now()
    expired = Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=now)
    for job in expired.filter(cancel_requested_at__isnull=False):
        outcomes.close(job.pk, Job.State.CANCELLED, token=job.lease_token)
    for job in expired.filter(attempts__gte=ATTEMPTS_WITHOUT_PROGRESS, cancel_requested_at=None):
        logger.error("job given up", extra={"job": job.pk})
        outcomes.close(job.pk, Job.State.FAILED, token=job.lease_token, error_for_people=GIVEN_UP)
    waiting = Job.objects.filter(state=Job.State.QUEUED, cancel_requested_at=None)
    resumed = 0
    for job in (waiting | expired.filter(cancel_requested_at=None)).order_by("pk"):
        if job.sent_at is None or job.sent_at < now - _resend_interval(job):
            _send(job)
            resumed += 1
    return resumed


def _resend_interval(job: Job) -> timedelta:
    # The message may only be waiting in a long queue, so the interval doubles with each one, up to 10 minutes.
    if job.state == Job.State.RUNNING:
        return timedelta(seconds=min(RESEND_AFTER_SECONDS, settings.JOB_LEASE_SECONDS))
    return timedelta(seconds=min(600, RESEND_AFTER_SECONDS * 2 ** min(job.sends, 5)))


def _send(job: Job) -> None:
    kind = kinds.get(job.kind)
    before: datetime | None = job.sent_at
    # Of two concurrent senders only the one that changes `sent_at` sends the message.
    first = Job.objects.open().filter(Q(pk=job.pk), Q(sent_at=before) if before else Q(sent_at=None))
    if not first.update(sent_at=timezone.now(), sends=models.F("sends") + 1):
        return
    try:
        celery.app.send_task(kind.task, args=[job.pk], queue=kind.queue, retry=False)
    except (TransportError, redis.exceptions.RedisError, OSError) as error:
        logger.warning("job not sent, will be retried: %s", type(error).__name__, extra={"job": job.pk})
        Job.objects.filter(pk=job.pk).update(sent_at=None)
