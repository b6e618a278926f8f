"""Letters of a round whose worker is killed: each panelist written to once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.consensus import services
from portal.jobs import services as jobs
from portal.jobs.models import Job
from portal.mail.models import OutgoingMail
from tests.factories import consensus as run
from tests.harness import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 600
WRITTEN = {"template": "assessments/consensus_invitation"}


def test_a_worker_killed_while_inviting_leaves_each_panelist_with_one_letter(
    celery_worker_process, coordinator
):
    panel = run.panel(people=PEOPLE, statements=1)
    services.open_round(panel=panel, closes_at=timezone.now() + timedelta(days=5), by=coordinator)

    wait_until(lambda: OutgoingMail.objects.filter(**WRITTEN).exists(), seconds=60, what="the first letters")
    celery_worker_process.kill()
    celery_worker_process.start()

    def ended() -> bool:
        jobs.resume_stale()  # what beat calls every few seconds
        return Job.objects.get(kind="consensus.invite").state == "done"

    wait_until(ended, seconds=90, what="the end of the letters")

    written = OutgoingMail.objects.filter(**WRITTEN).values_list("to", flat=True)
    assert len(written) == len(set(written)) == PEOPLE
    assert panel.rounds.get().turns.filter(invited_at=None).count() == 0
