"""The tasks that run bulk decisions and send emails to people of a cohort."""

from celery import shared_task

from portal.jobs import services as jobs
from programs.cohorts import bulk_decisions, messages


@shared_task(name="programs.cohorts.decide", acks_late=True, soft_time_limit=840, time_limit=900)
def decide(job_id: int) -> None:
    """Run the job; after a crash it resumes where it stopped."""
    with jobs.claim(job_id) as job:
        if job:
            bulk_decisions.run_bulk_decision(job)


@shared_task(name="programs.cohorts.send_message", acks_late=True, soft_time_limit=840, time_limit=900)
def send_message(job_id: int) -> None:
    """Run the job; after a crash it resumes where it stopped."""
    with jobs.claim(job_id) as job:
        if job:
            messages.run_sending(job)
