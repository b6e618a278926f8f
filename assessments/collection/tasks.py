"""Celery tasks that send bulk emails and anonymise responses. Progress is recorded on the job."""

from celery import shared_task
from django.utils.dateparse import parse_datetime

from assessments.collection import anonymisation, invitations, reminders
from portal.jobs import services as jobs
from portal.mail.models import Mailing


@shared_task(name="assessments.collection.invite", soft_time_limit=600, time_limit=660, ignore_result=True)
def invite(job_id: int) -> None:
    with jobs.claim(job_id) as job:
        if job:
            invitations.send_invitations(
                job.target,
                lambda done, total: job.report_progress(done=done, total=total),
                mailing=_mailing(job),
            )


def _mailing(job: jobs.ClaimedJob) -> Mailing | None:
    return Mailing.objects.filter(pk=int(job.params.get("mailing") or 0)).first()


@shared_task(name="assessments.collection.remind", soft_time_limit=600, time_limit=660, ignore_result=True)
def remind(job_id: int) -> None:
    with jobs.claim(job_id) as job:
        if job:
            since = parse_datetime(job.params["since"])
            assert since is not None  # noqa: S101  # set by `remind`
            invitations.send_reminders(
                job.target,
                since=since,
                on_progress=lambda done, total: job.report_progress(done=done, total=total),
                mailing=_mailing(job),
            )


@shared_task(
    name="assessments.collection.remind_due", soft_time_limit=240, time_limit=300, ignore_result=True
)
def remind_due() -> None:
    """Scheduled: send the reminders that a plan makes due."""
    reminders.remind_due()


@shared_task(
    name="assessments.collection.shuffle_recent_responses",
    soft_time_limit=240,
    time_limit=300,
    ignore_result=True,
)
def shuffle_recent_responses() -> None:
    """Scheduled: separate new responses from the row versions of their invitations."""
    anonymisation.shuffle_recent_responses()


@shared_task(
    name="assessments.collection.finalise_anonymisation",
    acks_late=True,
    soft_time_limit=3540,
    time_limit=3600,
)
def finalise_anonymisation(job_id: int) -> None:
    """Rewrite the responses of one closed collection in random order."""
    with jobs.claim(job_id) as job:
        if job:
            anonymisation.run_anonymisation(job)


@shared_task(
    name="assessments.collection.start_due_anonymisation",
    soft_time_limit=60,
    time_limit=90,
    ignore_result=True,
)
def start_due_anonymisation() -> None:
    """Scheduled: anonymise closed collections and delete drafts that remain."""
    anonymisation.start_due_anonymisation()
    anonymisation.delete_identifiable_drafts()
