"""Renewing a lease while one statement runs for minutes, in a thread with its own database connection."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.conf import settings
from django.db import connection

from portal.jobs.claims import ClaimedJob
from portal.jobs.errors import JobCancelled, LeaseLost


@contextmanager
def lease_heartbeat(job: ClaimedJob) -> Iterator[None]:
    """Renew the lease three times per lease period until the body ends. A cancellation takes effect after the body."""
    if connection.in_atomic_block:  # the thread's connection cannot see a job of an uncommitted transaction
        yield
        return
    stop = threading.Event()
    thread = threading.Thread(target=_renew, args=(job, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _renew(job: ClaimedJob, stop: threading.Event) -> None:
    try:
        while not stop.wait(settings.JOB_LEASE_SECONDS / 3):
            with suppress(JobCancelled):  # the statement in the body cannot be interrupted
                job.report_progress()
    except LeaseLost:
        return  # `finish` raises it again after the body
    finally:
        connection.close()
