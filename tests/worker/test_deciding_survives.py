"""A worker is killed during a bulk decision: each application is decided once, with one email."""

import pytest
from django.urls import reverse

from portal.jobs import services as jobs
from portal.jobs.models import Job
from portal.mail.models import OutgoingMail
from programs.cohorts.errors import WAITING_MESSAGES
from programs.cohorts.models import CohortApplication, Enrolment, SelectionDecision
from tests.factories.participants import JurisdictionFactory
from tests.factories.programs import CohortApplicationFactory, CohortFactory
from tests.harness import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 300


def test_a_worker_killed_while_deciding_leaves_each_application_decided_exactly_once(
    celery_worker_process, coordinator, client_of
):
    cohort = CohortFactory(capacity=PEOPLE - 10)
    place = JurisdictionFactory()
    CohortApplicationFactory.create_batch(PEOPLE, cohort=cohort, jurisdiction=place)

    client_of(coordinator).post(
        reverse("programs:cohorts:bulk_decide", args=[cohort.public_id]), {"all": "1", "act": "accept"}
    )
    wait_until(lambda: Enrolment.objects.count() > 0, seconds=60, what="the first seats")
    celery_worker_process.kill()
    before = Enrolment.objects.count()
    celery_worker_process.start()

    def ended() -> bool:
        jobs.resume_stale()  # a scheduled task does this every few seconds
        return Job.objects.get().state == "done"

    wait_until(ended, seconds=90, what="the end of the decisions")

    job = Job.objects.get()
    assert 0 < before < PEOPLE - 10
    assert job.done == job.total == PEOPLE
    assert Enrolment.objects.count() == PEOPLE - 10
    assert SelectionDecision.objects.filter(outcome="accepted").count() == PEOPLE - 10
    assert OutgoingMail.objects.filter(template="programs/seat_given").count() == PEOPLE - 10
    assert CohortApplication.objects.filter(state="submitted").count() == 10
    reason = str(WAITING_MESSAGES["full"])
    left = [stage["text"] for stage in job.stages if reason in stage["text"]]
    assert [(text.startswith("10 "), text.endswith(reason)) for text in left] == [(True, True)]
