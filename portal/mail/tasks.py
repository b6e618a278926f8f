"""The sender: nudged by whoever writes a letter, and by beat every few seconds."""

from celery import shared_task

from portal.mail import delivery


@shared_task(name="portal.mail.send_due", soft_time_limit=240, time_limit=270, ignore_result=True)
def send_due() -> None:
    """Send every letter whose hour has come."""
    delivery.send_due()
