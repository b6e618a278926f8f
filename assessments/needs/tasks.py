"""Beat's part: assessments whose time is over close themselves."""

from celery import shared_task

from assessments.needs import services


@shared_task(name="assessments.needs.close_due", soft_time_limit=240, time_limit=300, ignore_result=True)
def close_due() -> None:
    """Find them by their closing time; a second run finds none."""
    services.close_due()
