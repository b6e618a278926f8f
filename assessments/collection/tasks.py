"""Sending many letters: the job is the truth, the task carries it."""

from celery import shared_task
from django.utils.dateparse import parse_datetime

from assessments.collection import anonymisation, invitations, reminders, shuffling
from portal.jobs import services as jobs


@shared_task(name="assessments.collection.invite", soft_time_limit=600, time_limit=660, ignore_result=True)
def invite(job_id: int) -> None:
    with jobs.claim(job_id) as job:
        if job:
            invitations.send_invitations(
                job.target, lambda done, total: job.report_progress(done=done, total=total)
            )


@shared_task(name="assessments.collection.remind", soft_time_limit=600, time_limit=660, ignore_result=True)
def remind(job_id: int) -> None:
    with jobs.claim(job_id) as job:
        if job:
            since = parse_datetime(job.params["since"])
            assert since is not None  # noqa: S101  # `remind` wrote it
            invitations.send_reminders(
                job.target,
                since=since,
                on_progress=lambda done, total: job.report_progress(done=done, total=total),
            )


@shared_task(
    name="assessments.collection.remind_due", soft_time_limit=240, time_limit=300, ignore_result=True
)
def remind_due() -> None:
    """Beat's part: reminders that a plan makes due."""
    reminders.remind_due()


@shared_task(name="assessments.collection.mix", soft_time_limit=240, time_limit=300, ignore_result=True)
def shuffle_recent_responses() -> None:
    """Beat's part: part new answers from the row versions of those who gave them."""
    shuffling.shuffle_recent_responses()


@shared_task(name="assessments.collection.seal", acks_late=True, soft_time_limit=3540, time_limit=3600)
def finalise_anonymisation(job_id: int) -> None:
    """Lay the answers of one ended collection down anew."""
    with jobs.claim(job_id) as job:
        if job:
            anonymisation.run_anonymisation(job)


@shared_task(name="assessments.collection.seal_due", soft_time_limit=60, time_limit=90, ignore_result=True)
def start_due_anonymisation() -> None:
    """Beat's part: what ended and was not sealed, and drafts that outlived the end."""
    anonymisation.start_due_anonymisation()
    anonymisation.forget_drafts()
