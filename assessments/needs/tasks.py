"""Celery tasks: close assessments whose time is over."""

from celery import shared_task

from assessments.needs import services
from portal.jobs import services as jobs


@shared_task(name="assessments.needs.close_due", soft_time_limit=240, time_limit=300, ignore_result=True)
def close_due() -> None:
    """Scheduled: close assessments whose closing time has passed."""
    services.close_due()


@shared_task(name="assessments.needs.close", acks_late=True, soft_time_limit=1740, time_limit=1800)
def close(job_id: int) -> None:
    """Close one assessment and freeze its ranking."""
    with jobs.claim(job_id) as job:
        if job:
            services.close_as_job(job)
