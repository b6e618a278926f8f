"""The task that sends emails: started after emails are queued, and scheduled every few seconds."""

from celery import shared_task

from portal.mail import delivery


@shared_task(name="portal.mail.send_due", soft_time_limit=240, time_limit=270, ignore_result=True)
def send_due() -> None:
    """Send every email that is due."""
    delivery.send_due()
