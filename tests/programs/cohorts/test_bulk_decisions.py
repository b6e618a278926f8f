"""Bulk decisions: up to fifty are made at once, more by a job that every coordinator of the cohort can follow."""

import pytest
from django.urls import reverse

from portal.jobs import services as jobs
from portal.jobs.models import Job
from portal.mail.models import OutgoingMail
from programs.cohorts import bulk_decisions
from programs.cohorts.models import CohortApplication, Enrolment
from tests.factories.participants import JurisdictionFactory
from tests.factories.programs import CohortApplicationFactory, CohortFactory
from tests.responses import messages_of

pytestmark = pytest.mark.django_db


def url(name, row):
    return reverse(f"programs:cohorts:{name}", args=[row.public_id])


def apply_for(cohort, n):
    return CohortApplicationFactory.create_batch(n, cohort=cohort, jurisdiction=JurisdictionFactory())


def run(job):
    with jobs.claim(job.pk) as claimed:
        bulk_decisions.run_bulk_decision(claimed)
    job.refresh_from_db()


def test_more_than_fifty_decisions_run_as_a_job_that_shows_progress(coordinator, client_of):
    cohort = CohortFactory(capacity=100)
    apply_for(cohort, 51)
    client = client_of(coordinator)

    answer = client.post(url("bulk_decide", cohort), {"all": "1", "act": "accept"})

    job = Job.objects.get()
    assert answer.url == job.get_absolute_url()
    assert not Enrolment.objects.exists()
    assert f'href="{job.get_absolute_url()}"' in client.get(url("applications", cohort)).content.decode()
    run(job)
    assert (job.state, job.done, job.total) == ("done", 51, 51)
    assert Enrolment.objects.count() == 51
    page = client.get(job.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert reverse("programs:cohorts:applications", args=[cohort.public_id]) in page


def test_a_second_bulk_decision_is_rejected_while_a_job_runs(coordinator, client_of):
    cohort = CohortFactory(capacity=100)
    apply_for(cohort, 60)
    client = client_of(coordinator)
    for _twice in range(2):
        client.post(url("bulk_decide", cohort), {"all": "1", "act": "accept"})

    other = client.post(url("bulk_decide", cohort), {"all": "1", "act": "wait"}, follow=True)

    assert Job.objects.count() == 1
    assert messages_of(other) == [str(bulk_decisions.DecisionInProgressError.message)]


def test_declining_requires_one_reason_and_keeps_the_selection(coordinator, client_of):
    cohort = CohortFactory()
    chosen, other = apply_for(cohort, 2)
    client = client_of(coordinator)
    posted = {"id": chosen.public_id, "act": "decline"}

    confirmation = client.post(url("bulk_decide", cohort), posted)
    invalid = client.post(url("bulk_decide", cohort), posted | {"reason": "  "})
    done = client.post(url("bulk_decide", cohort), posted | {"reason": "Only first-instance judges"})

    assert (confirmation.status_code, invalid.status_code, done.status_code) == (200, 422, 302)
    assert f'name="id" value="{chosen.public_id}"' in invalid.content.decode()
    assert f'name="id" value="{chosen.public_id}"' in confirmation.content.decode()
    states = dict(CohortApplication.objects.values_list("pk", "state"))
    assert states == {chosen.pk: "declined", other.pk: "submitted"}
    email = OutgoingMail.objects.get(template="programs/declined")
    assert email.context["reason"] == "Only first-instance judges"


def test_a_job_resumes_where_an_earlier_worker_stopped(coordinator):
    cohort = CohortFactory(capacity=100)
    rows = apply_for(cohort, 60)
    _done, _refused, job = bulk_decisions.bulk_decide(
        cohort=cohort, applications=rows, act="accept", by=coordinator
    )
    Job.objects.filter(pk=job.pk).update(
        done=40, total=60, stages=[{"text": "x", "at": "2026-01-01T00:00:00Z"}]
    )

    run(job)

    assert Enrolment.objects.count() == 20
    assert job.done == 60


def test_a_coordinator_who_lost_the_role_meanwhile_decides_nothing(coordinator):
    cohort = CohortFactory(capacity=100)
    rows = apply_for(cohort, 60)
    _done, _refused, job = bulk_decisions.bulk_decide(
        cohort=cohort, applications=rows, act="accept", by=coordinator
    )
    coordinator.role_assignments.all().delete()

    with jobs.claim(job.pk) as claimed:
        bulk_decisions.run_bulk_decision(claimed)

    job.refresh_from_db()
    assert job.state == "failed"
    assert job.error_for_people == str(bulk_decisions.NO_LONGER_COORDINATOR)
    assert not Enrolment.objects.exists()
