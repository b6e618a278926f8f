"""Progress of one long transaction, written through a second database connection so that others can see it.

Inside the transaction, `report_progress` would be invisible until the commit and would lock the job's row, so that
nobody could cancel it. The progress written here is for display only: the count is reset to 0 if the transaction is
rolled back, and `finish` inside the transaction still checks the lease.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from portal.jobs.claims import ClaimedJob
from portal.jobs.errors import JobCancelled, LeaseLost
from portal.jobs.models import Job

UPDATE_PROGRESS = f"""
    UPDATE {Job._meta.db_table} SET done = %s, lease_until = %s, attempts = 1, updated_at = %s
    WHERE id = %s AND state = 'running' AND lease_token = %s RETURNING cancel_requested_at"""  # noqa: S608  # our table
RESET_PROGRESS = f"UPDATE {Job._meta.db_table} SET done = 0 WHERE id = %s AND lease_token = %s"  # noqa: S608  # our table


@contextmanager
def out_of_band_progress(job: ClaimedJob, *, total: int, step: str) -> Iterator[Callable[[int], None]]:
    """Yield a function that saves the number of items done. It raises the same errors as `report_progress`."""
    job.report_progress(done=0, total=total, step=step)
    if connection.in_atomic_block:  # another connection cannot see a job of an uncommitted transaction
        yield lambda done: job.report_progress(done=done)
        return
    other = connection.copy()
    try:
        yield lambda done: _update(other, job, done)
    except BaseException:
        with other.cursor() as cursor:
            cursor.execute(RESET_PROGRESS, [job.id, job.token])
        raise
    finally:
        other.close()


def _update(other: Any, job: ClaimedJob, done: int) -> None:
    now = timezone.now()
    until = now + timedelta(seconds=settings.JOB_LEASE_SECONDS)
    with other.cursor() as cursor:
        cursor.execute(UPDATE_PROGRESS, [done, until, now, job.id, job.token])
        row = cursor.fetchone()
    if row is None:
        raise LeaseLost
    if row[0] is not None:
        raise JobCancelled
