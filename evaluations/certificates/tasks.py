"""Celery task that issues certificates."""

from celery import shared_task

from evaluations.certificates import services
from portal.jobs import services as jobs


@shared_task(name="evaluations.certificates.issue", acks_late=True, soft_time_limit=1740, time_limit=1800)
def issue(job_id: int) -> None:
    """Issue the certificates of the job. Safe to run again after a worker was killed."""
    with jobs.claim(job_id) as job:
        if job:
            services.issue(job)
