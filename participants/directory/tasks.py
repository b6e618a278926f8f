"""Tasks of the directory."""

from celery import shared_task

from participants.directory import duplicates
from portal.jobs import services as jobs


@shared_task(
    name="participants.directory.find_duplicates", acks_late=True, soft_time_limit=1500, time_limit=1560
)
def find_duplicates(job_id: int) -> None:
    """Run the job; after a crash it resumes where it stopped."""
    with jobs.claim(job_id) as job:
        if job:
            duplicates.run(job)


@shared_task(
    name="participants.directory.start_search", soft_time_limit=50, time_limit=60, ignore_result=True
)
def start_search() -> None:
    """Once a day."""
    duplicates.start(by=None)
