"""Celery tasks: bulk emails, and rounds whose time is over."""

from celery import shared_task

from assessments.consensus import emails, services
from portal.jobs import services as jobs


@shared_task(name="assessments.consensus.invite", soft_time_limit=600, time_limit=660, ignore_result=True)
def invite(job_id: int) -> None:
    with jobs.claim(job_id) as job:
        if job:
            emails.send_invitations(
                job.target, lambda done, total: job.report_progress(done=done, total=total)
            )


@shared_task(name="assessments.consensus.remind", soft_time_limit=600, time_limit=660, ignore_result=True)
def remind(job_id: int) -> None:
    with jobs.claim(job_id) as job:
        if job:
            emails.send_reminders(job.target, lambda done, total: job.report_progress(done=done, total=total))


@shared_task(name="assessments.consensus.remind_due", soft_time_limit=240, time_limit=300, ignore_result=True)
def remind_due() -> None:
    """Scheduled: send the reminders that rounds planned."""
    emails.remind_due()


@shared_task(name="assessments.consensus.close_due", soft_time_limit=240, time_limit=300, ignore_result=True)
def close_due() -> None:
    """Scheduled: close rounds whose time is over."""
    services.close_due()
