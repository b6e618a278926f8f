"""A worker is killed while it queues emails of a round: each panelist is invited and reminded once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.consensus import emails, services
from assessments.consensus.models import ConsensusRound
from portal.jobs import services as jobs
from portal.jobs.models import Job
from portal.mail.models import OutgoingMail
from tests.factories import consensus as run
from tests.harness import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 400


def killed_on_the_way(worker, kind: str) -> list[str]:
    """Run the job, kill the worker after the first emails, and return the recipients after it has resumed."""
    written = OutgoingMail.objects.filter(template=f"assessments/consensus_{kind}")
    wait_until(written.exists, seconds=60, what="the first letters")
    worker.kill()
    worker.start()

    def ended() -> bool:
        jobs.resume_stale()  # a scheduled task does this every few seconds
        return set(Job.objects.values_list("state", flat=True)) == {"done"}

    wait_until(ended, seconds=90, what="the end of the letters")
    return list(written.values_list("to", flat=True))


def test_a_worker_killed_while_inviting_and_reminding_sends_each_panelist_one_email_of_each(
    celery_worker_process, coordinator
):
    panel = run.panel(people=PEOPLE, statements=1)
    round_, _job = services.open_round(
        panel=panel, closes_at=timezone.now() + timedelta(days=5), by=coordinator
    )

    invited = killed_on_the_way(celery_worker_process, "invitation")
    planned = {"remind_at": round_.opened_at + timedelta(seconds=1)}
    ConsensusRound.objects.filter(pk=round_.pk).update(**planned)
    wait_until(lambda: timezone.now() > planned["remind_at"], what="the planned moment")
    emails.remind_due()
    reminded = killed_on_the_way(celery_worker_process, "reminder")

    for written in (invited, reminded):
        assert len(written) == len(set(written)) == PEOPLE
    assert round_.participations.filter(reminded_at=None).count() == 0
    assert emails.remind_due() == 0
