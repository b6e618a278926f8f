"""Keeping a job while one statement runs for minutes: a thread of its own connection holds the lease meanwhile."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.conf import settings
from django.db import connection

from portal.jobs.claims import ClaimedJob
from portal.jobs.errors import JobCancelled, LeaseLost


@contextmanager
def lease_heartbeat(job: ClaimedJob) -> Iterator[None]:
    """Hold the lease until the body ends, three times a lease. Who wants to cancel the job waits for the body."""
    if connection.in_atomic_block:  # an outer transaction hides the job from any other connection
        yield
        return
    stop = threading.Event()
    keeper = threading.Thread(target=_keep, args=(job, stop), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stop.set()
        keeper.join()


def _keep(job: ClaimedJob, stop: threading.Event) -> None:
    try:
        while not stop.wait(settings.JOB_LEASE_SECONDS / 3):
            with suppress(JobCancelled):  # noted on the row; the body cannot stop half-way
                job.report_progress()
    except LeaseLost:
        return  # `finish` says so to the body
    finally:
        connection.close()
