"""Progress that others see while one long transaction is open: written through a connection of its own.

Inside the transaction an `advance` would show nothing before its end, hold the job's row against whoever wants to
cancel it, and extend a lease that nobody else can read. What is written aside promises nothing: the count goes back to
0 when the transaction is rolled back, and `finish` inside it remains the fence.
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

HOLD = f"""
    UPDATE {Job._meta.db_table} SET done = %s, lease_until = %s, attempts = 1, updated_at = %s
    WHERE id = %s AND state = 'running' AND lease_token = %s RETURNING cancel_requested_at"""  # noqa: S608  # our table
FORGET = f"UPDATE {Job._meta.db_table} SET done = 0 WHERE id = %s AND lease_token = %s"  # noqa: S608  # our table


@contextmanager
def out_of_band_progress(job: ClaimedJob, *, total: int, step: str) -> Iterator[Callable[[int], None]]:
    """Give a function that shows how far the transaction is. It raises JobCancelled and JobLost as `advance` does."""
    job.report_progress(done=0, total=total, step=step)
    if (
        connection.in_atomic_block
    ):  # an outer transaction decides, and hides the job from any other connection
        yield lambda done: job.report_progress(done=done)
        return
    other = connection.copy()
    try:
        yield lambda done: _hold(other, job, done)
    except BaseException:
        with other.cursor() as cursor:
            cursor.execute(FORGET, [job.id, job.token])
        raise
    finally:
        other.close()


def _hold(other: Any, job: ClaimedJob, done: int) -> None:
    now = timezone.now()
    until = now + timedelta(seconds=settings.JOB_LEASE_SECONDS)
    with other.cursor() as cursor:
        cursor.execute(HOLD, [done, until, now, job.id, job.token])
        held = cursor.fetchone()
    if held is None:
        raise LeaseLost
    if held[0] is not None:
        raise JobCancelled
