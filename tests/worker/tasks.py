"""A job for tests: writes one email per item, slowly enough to be killed half-way."""

import threading

from celery import shared_task
from django.db import transaction

from portal.jobs import kinds, services
from portal.jobs.errors import JobFailure
from portal.mail import services as mail
from portal.mail.models import OutgoingMail

KIND = "tests.letters"
kinds.register(KIND, task="tests.letters", title="Write letters", queue="documents")


@shared_task(name="tests.letters", soft_time_limit=100, time_limit=120)
def write_letters(job_id: int) -> None:
    """Write one row per item, in batches of five, each batch and its progress in one transaction."""
    with services.claim(job_id) as job:
        if job is None:
            return
        total = job.params["total"]
        if job.params.get("fail"):
            raise JobFailure("The list of judges is empty.")
        if job.params.get("break"):
            raise RuntimeError("a bug with a secret in it")
        job.report_progress(total=total, stage="Letters")
        for first in range(0, total, 5):
            keys = [f"{job.row.key}:{number}" for number in range(first, min(first + 5, total))]
            with transaction.atomic():
                done = set(OutgoingMail.objects.filter(key__in=keys).values_list("key", flat=True))
                drafts = [
                    mail.build_email(key, to="judge@court.example", language="en", template="", context={})
                    for key in keys
                    if key not in done
                ]
                for draft in drafts:
                    draft.next_try_at = draft.next_try_at.replace(year=2099)
                OutgoingMail.objects.bulk_create(drafts)
                job.report_progress(done=first + len(keys), step=f"letter {first + len(keys)}")
            threading.Event().wait(job.params.get("pause", 0))
        job.finish(url="/outbox/")
