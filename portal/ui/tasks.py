"""The scheduled task of forms."""

from celery import shared_task

from portal.ui import once


@shared_task(name="portal.ui.forget_sent_forms", soft_time_limit=240, time_limit=270, ignore_result=True)
def forget_sent_forms() -> None:
    """Delete what is only needed to recognise a repeated submission."""
    once.forget_old()
