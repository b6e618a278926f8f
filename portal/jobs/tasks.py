"""The scheduled task of jobs."""

from celery import shared_task

from portal.jobs import services


@shared_task(name="portal.jobs.resume_stale", soft_time_limit=50, time_limit=60, ignore_result=True)
def resume_stale() -> None:
    """Resend jobs that a dead worker or an emptied broker left unfinished."""
    services.resume_stale()
