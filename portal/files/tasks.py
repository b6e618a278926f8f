"""Beat's part of the files."""

from celery import shared_task

from portal.files import cleanup


@shared_task(name="portal.files.sweep", soft_time_limit=1500, time_limit=1560, ignore_result=True)
def sweep() -> None:
    """Take away stored bytes that no row names."""
    cleanup.sweep()
