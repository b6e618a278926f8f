"""Beat's part of the jobs."""

from celery import shared_task

from portal.jobs import services


@shared_task(name="portal.jobs.resume_stale", soft_time_limit=50, time_limit=60, ignore_result=True)
def resume_stale() -> None:
    """Find what a dead worker or an emptied broker left behind."""
    services.resume_stale()
