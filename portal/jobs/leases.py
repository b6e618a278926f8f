"""A worker's lease on a job: claim the job, report progress, renew the lease, release the job or close it.

    with claim(job_id) as job:
        if job:
            for batch in batches:
                with transaction.atomic():
                    ...                                       # skip what an earlier attempt has finished
                    job.report_progress(done=n, total=all)    # inside: work and progress are committed together

Each of the following renews the lease and raises LeaseLost when another worker has claimed the job:

| The work is                                     | Use                                                               |
|-------------------------------------------------|-------------------------------------------------------------------|
| batches, each a transaction                     | `job.report_progress` inside each transaction                     |
| one transaction of many steps, such as an import | `out_of_band_progress`: others see the progress before the commit |
| one statement or call that runs for minutes     | `lease_heartbeat`: a thread renews the lease, no progress          |

`report_progress` is an UPDATE that matches only while this worker has the lease. Called inside the batch's
transaction it prevents double work: a worker whose lease has expired gets LeaseLost, and its batch is rolled back.
"""

import logging
import threading
import traceback
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from billiard.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from portal import error_pages, logs
from portal.access.errors import DomainError
from portal.files.models import StoredFile
from portal.jobs import outcomes
from portal.jobs.errors import JobCancelled, JobFailure, LeaseLost
from portal.jobs.models import Job

logger = logging.getLogger(__name__)
UNEXPECTED = gettext_noop(
    "Something went wrong on our side. The error has been recorded. Work that was finished is not lost."
)
_TRACEBACK_MAX_LENGTH = 8000
_UPDATE_PROGRESS = f"""
    UPDATE {Job._meta.db_table} SET done = %s, lease_until = %s, attempts = 1, updated_at = %s
    WHERE id = %s AND state = 'running' AND lease_token = %s RETURNING cancel_requested_at"""  # noqa: S608  # our table
_RESET_PROGRESS = f"UPDATE {Job._meta.db_table} SET done = 0 WHERE id = %s AND lease_token = %s"  # noqa: S608  # our table


@dataclass
class ClaimedJob:
    """A job claimed by this worker; `row` is as it was at the claim."""

    row: Job
    token: uuid.UUID

    @property
    def id(self) -> int:
        """The primary key of the row."""
        return self.row.pk

    @property
    def params(self) -> dict[str, Any]:
        """The parameters given to `start`."""
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
        """Save the progress and renew the lease. `stage` starts a new line on the job's page.

        Raises JobCancelled if somebody cancelled the job, LeaseLost if another worker has claimed it.
        """
        now = timezone.now()
        fields: dict[str, Any] = {"lease_until": now + _lease(), "attempts": 1, "updated_at": now}
        changes = {"done": done, "total": total, "step": step}
        fields |= {name: value for name, value in changes.items() if value is not None}
        if stage is not None:
            self.row.stages = [*self.row.stages, {"text": stage, "at": now.isoformat()}][-30:]
            fields["stages"] = self.row.stages
        leased = Job.objects.filter(pk=self.row.pk, state=Job.State.RUNNING, lease_token=self.token)
        if not leased.update(**fields):
            raise LeaseLost
        if leased.filter(cancel_requested_at__isnull=False).exists():
            raise JobCancelled

    def finish(self, result_file: StoredFile | None = None, url: str = "") -> None:
        """Close the job as done, with a file to download or a page to open. Raises LeaseLost."""
        closed = outcomes.close(
            self.row.pk, Job.State.DONE, token=self.token, result_file=result_file, result_url=url, step=""
        )
        if not closed:
            raise LeaseLost


@contextmanager
def claim(job_id: int) -> Iterator[ClaimedJob | None]:
    """Claim the job, or yield None if another worker has it; at the end of the body the job is closed or released.

    Without an exception the job is done. JobFailure and DomainError close it as failed, with their message. If the
    database or Redis cannot be reached, or at the soft time limit, it is released, and the scheduled task starts it
    again where it stopped.
    """
    claimed = _claim(job_id)
    if claimed is None:
        yield None
        return
    context = logs.job_id.set(str(job_id))
    try:
        yield claimed
        if Job.objects.filter(pk=job_id, lease_token=claimed.token).exists():
            claimed.finish()
    except Exception as error:  # noqa: BLE001  # every error of a job has to be recorded on its row
        _end_with_error(claimed, error)
    finally:
        logs.job_id.reset(context)


def _claim(job_id: int) -> ClaimedJob | None:
    now, token = timezone.now(), uuid.uuid4()
    claimable = Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, lease_until__lt=now)
    updated = Job.objects.filter(claimable, pk=job_id, cancel_requested_at=None).update(
        state=Job.State.RUNNING,
        lease_token=token,
        lease_until=now + _lease(),
        attempts=F("attempts") + 1,
        started_at=now,
        updated_at=now,
    )
    if not updated:
        return None
    logger.info("job claimed", extra={"job": job_id})
    return ClaimedJob(Job.objects.select_related("requested_by").get(pk=job_id), token)


def _end_with_error(claimed: ClaimedJob, error: Exception) -> None:
    if isinstance(error, LeaseLost):
        logger.warning("job claimed by another worker")
    elif isinstance(error, JobCancelled):
        outcomes.close(claimed.id, Job.State.CANCELLED, token=claimed.token)
    elif isinstance(error, JobFailure):
        _fail(claimed, str(error.message), error.for_operators)
    elif isinstance(error, DomainError):
        _fail(claimed, str(error), "")
    elif isinstance(error, SoftTimeLimitExceeded) or error_pages.is_outage(error):
        logger.warning("job released: %s", type(error).__name__)
        _release(claimed)
    else:
        logger.error("job failed", exc_info=error)
        _fail(claimed, UNEXPECTED, "".join(traceback.format_exception(error))[-_TRACEBACK_MAX_LENGTH:])


def _fail(claimed: ClaimedJob, for_people: str, for_operators: str) -> None:
    outcomes.close(
        claimed.id,
        Job.State.FAILED,
        token=claimed.token,
        error_for_people=for_people,
        error_for_operators=for_operators,
    )


def _release(claimed: ClaimedJob) -> None:
    # Without the database this fails too; then the lease expires.
    try:
        with transaction.atomic():
            Job.objects.filter(pk=claimed.id, lease_token=claimed.token).update(lease_until=timezone.now())
    except (OperationalError, InterfaceError):
        connection.close()


def _lease() -> timedelta:
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


@contextmanager
def lease_heartbeat(job: ClaimedJob) -> Iterator[None]:
    """Renew the lease three times per lease period until the body ends, in a thread with its own database connection.

    A cancellation takes effect after the body.
    """
    if connection.in_atomic_block:  # the thread's connection cannot see a job of an uncommitted transaction
        yield
        return
    stop = threading.Event()
    thread = threading.Thread(target=_renew_until, args=(job, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _renew_until(job: ClaimedJob, stop: threading.Event) -> None:
    try:
        while not stop.wait(settings.JOB_LEASE_SECONDS / 3):
            with suppress(JobCancelled):  # the statement in the body cannot be interrupted
                job.report_progress()
    except LeaseLost:
        return  # `finish` raises it again after the body
    finally:
        connection.close()


@contextmanager
def out_of_band_progress(job: ClaimedJob, *, total: int, step: str) -> Iterator[Callable[[int], None]]:
    """Yield a function that saves the number of items done, through a second database connection.

    Inside one long transaction, `report_progress` would be invisible until the commit and would lock the job's row, so
    that nobody could cancel it. The progress written here is for display only: the count is reset to 0 if the
    transaction is rolled back, and `finish` inside the transaction still checks the lease. The function raises the same
    errors as `report_progress`.
    """
    job.report_progress(done=0, total=total, step=step)
    if connection.in_atomic_block:  # another connection cannot see a job of an uncommitted transaction
        yield lambda done: job.report_progress(done=done)
        return
    other = connection.copy()
    try:
        yield lambda done: _save_out_of_band(other, job, done)
    except BaseException:
        with other.cursor() as cursor:
            cursor.execute(_RESET_PROGRESS, [job.id, job.token])
        raise
    finally:
        other.close()


def _save_out_of_band(other: Any, job: ClaimedJob, done: int) -> None:
    now = timezone.now()
    with other.cursor() as cursor:
        cursor.execute(_UPDATE_PROGRESS, [done, now + _lease(), now, job.id, job.token])
        row = cursor.fetchone()
    if row is None:
        raise LeaseLost
    if row[0] is not None:
        raise JobCancelled
