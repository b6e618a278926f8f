"""Celery's part of deciding on many applications."""

from celery import shared_task

from portal.jobs import services as jobs
from programs.cohorts import bulk_decisions


@shared_task(name="programs.cohorts.decide", acks_late=True, soft_time_limit=840, time_limit=900)
def decide(job_id: int) -> None:
    """Decide what the job names; killed at any line it goes on where it was."""
    with jobs.claim(job_id) as job:
        if job:
            bulk_decisions.run_bulk_decision(job)
