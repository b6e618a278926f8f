"""The scheduled task of retention tests."""

from celery import shared_task

from programs.learning import retention


@shared_task(
    name="programs.learning.send_retention_tests", soft_time_limit=240, time_limit=300, ignore_result=True
)
def send_retention_tests() -> None:
    retention.send_due()
