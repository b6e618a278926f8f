"""The scheduled task of stored files."""

from celery import shared_task

from portal.files import cleanup


@shared_task(name="portal.files.delete_orphans", soft_time_limit=1500, time_limit=1560, ignore_result=True)
def delete_orphans() -> None:
    """Delete stored files without a row."""
    cleanup.delete_orphans()
