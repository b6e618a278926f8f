"""The task that sends many invitations."""

from celery import shared_task

from participants.invitations import bulk
from portal.jobs import services as jobs


@shared_task(name="participants.invitations.send", acks_late=True, soft_time_limit=1500, time_limit=1560)
def send(job_id: int) -> None:
    """Run the job; after a crash it resumes where it stopped."""
    with jobs.claim(job_id) as job:
        if job:
            bulk.run(job)
