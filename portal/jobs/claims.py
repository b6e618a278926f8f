"""A worker's hold on a job: take it, show progress, give it up or end it.

    with jobs.claim(job_id) as job:
        if job:
            for batch in batches:
                with transaction.atomic():
                    ...                                  # skips what an earlier attempt finished
                    job.advance(done=n, total=all)       # inside: progress and work stand or fall together

`advance` is an UPDATE that holds only while the lease is ours. Inside the batch's transaction it is the fence: a
worker whose lease lapsed gets JobLost there, and its batch is rolled back.
"""

import logging
import traceback
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from billiard.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_noop as _noop

from portal import error_pages, logs
from portal.access.errors import DomainError
from portal.files.models import StoredFile
from portal.jobs import outcomes
from portal.jobs.errors import JobCancelled, JobFailure, LeaseLost
from portal.jobs.models import Job

logger = logging.getLogger(__name__)

UNEXPECTED = _noop(
    "Something went wrong on our side. The error has been recorded. Work that was finished is not lost."
)
_OPERATORS_READ = 8000


@dataclass
class ClaimedJob:
    """The job as its worker sees it; `row` is as of the claim."""

    row: Job
    token: uuid.UUID

    @property
    def id(self) -> int:
        """The row's number, for logs and keys."""
        return self.row.pk

    @property
    def params(self) -> dict[str, Any]:
        """What `start` was given."""
        return dict(self.row.params)

    @property
    def target(self) -> Any:
        """The row that the job is about, or None."""
        return self.row.target

    @property
    def requested_by(self) -> Any:
        """The person on whose behalf the work is done, or None."""
        return self.row.requested_by

    def report_progress(
        self,
        done: int | None = None,
        total: int | None = None,
        step: str | None = None,
        stage: str | None = None,
    ) -> None:
        """Show progress and hold the job for another lease. `stage` starts a new line on the job's page.

        Raises JobCancelled when somebody asked for the end, JobLost when another worker has taken over.
        """
        now = timezone.now()
        fields: dict[str, Any] = {"lease_until": now + _lease(), "attempts": 1, "updated_at": now}
        given = {"done": done, "total": total, "step": step}
        fields |= {name: value for name, value in given.items() if value is not None}
        if stage is not None:
            self.row.stages = [*self.row.stages, {"text": stage, "at": now.isoformat()}][-30:]
            fields["stages"] = self.row.stages
        held = Job.objects.filter(pk=self.row.pk, state=Job.State.RUNNING, lease_token=self.token)
        if not held.update(**fields):
            raise LeaseLost
        if held.filter(cancel_requested_at__isnull=False).exists():
            raise JobCancelled

    def finish(self, result_file: StoredFile | None = None, url: str = "") -> None:
        """End it as done, with what there is to download or to look at. Raises JobLost."""
        ended = outcomes.close(
            self.row.pk, Job.State.DONE, token=self.token, result_file=result_file, result_url=url, step=""
        )
        if not ended:
            raise LeaseLost


@contextmanager
def claim(job_id: int) -> Iterator[ClaimedJob | None]:
    """Take the job unless another worker holds it (then None), and close it whatever the body does.

    Left without an exception it is done; JobFailure and DomainError close it as stopped with their sentence; a lost
    database or Redis, or the soft time limit, gives it back, so that beat starts it again where it was.
    """
    claimed = _take(job_id)
    if claimed is None:
        yield None
        return
    context = logs.job_id.set(str(job_id))
    try:
        yield claimed
        if Job.objects.filter(pk=job_id, lease_token=claimed.token).exists():
            claimed.finish()
    except Exception as error:  # noqa: BLE001  # whatever a kind's own code raises has to end on the row
        _end_with(claimed, error)
    finally:
        logs.job_id.reset(context)


def _take(job_id: int) -> ClaimedJob | None:
    now, token = timezone.now(), uuid.uuid4()
    free = Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, lease_until__lt=now)
    taken = Job.objects.filter(free, pk=job_id, cancel_requested_at=None).update(
        state=Job.State.RUNNING,
        lease_token=token,
        lease_until=now + _lease(),
        attempts=F("attempts") + 1,
        started_at=now,
        updated_at=now,
    )
    if not taken:
        return None
    logger.info("job claimed", extra={"job": job_id})
    return ClaimedJob(Job.objects.select_related("requested_by").get(pk=job_id), token)


def _end_with(claimed: ClaimedJob, error: Exception) -> None:
    if isinstance(error, LeaseLost):
        logger.warning("job lost to another worker")
    elif isinstance(error, JobCancelled):
        outcomes.close(claimed.id, Job.State.CANCELLED, token=claimed.token)
    elif isinstance(error, JobFailure):
        _stop(claimed, str(error.message), error.for_operators)
    elif isinstance(error, DomainError):
        _stop(claimed, str(error), "")
    elif isinstance(error, SoftTimeLimitExceeded) or error_pages.is_outage(error):
        logger.warning("job given back: %s", type(error).__name__)
        _give_back(claimed)
    else:
        logger.error("job failed", exc_info=error)
        _stop(claimed, UNEXPECTED, "".join(traceback.format_exception(error))[-_OPERATORS_READ:])


def _stop(claimed: ClaimedJob, for_people: str, for_operators: str) -> None:
    outcomes.close(
        claimed.id,
        Job.State.FAILED,
        token=claimed.token,
        error_for_people=for_people,
        error_for_operators=for_operators,
    )


def _give_back(claimed: ClaimedJob) -> None:
    # Without the database even this cannot be written: then the lease lapses by itself.
    try:
        with transaction.atomic():
            Job.objects.filter(pk=claimed.id, lease_token=claimed.token).update(lease_until=timezone.now())
    except (OperationalError, InterfaceError):
        connection.close()


def _lease() -> timedelta:
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)
