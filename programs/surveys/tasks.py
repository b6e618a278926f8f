"""The scheduled tasks that open and close surveys; a missed or repeated run does no harm."""

from celery import shared_task

from programs.surveys import services


@shared_task(name="programs.surveys.open_due", soft_time_limit=240, time_limit=300, ignore_result=True)
def open_due() -> None:
    services.open_due()


@shared_task(name="programs.surveys.close_due", soft_time_limit=240, time_limit=300, ignore_result=True)
def close_due() -> None:
    services.close_due()
