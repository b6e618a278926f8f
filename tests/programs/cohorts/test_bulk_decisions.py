"""One decision for many: up to fifty at once, more by a job that anyone who coordinates can follow."""

import pytest
from django.urls import reverse

from portal.jobs import services as jobs
from portal.jobs.models import Job
from portal.mail.models import OutgoingMail
from programs.cohorts import bulk_decisions
from programs.cohorts.models import CohortApplication, Enrolment
from tests.factories.participants import JurisdictionFactory
from tests.factories.programs import CohortApplicationFactory, CohortFactory

pytestmark = pytest.mark.django_db


def url(name, row):
    return reverse(f"programs:cohorts:{name}", args=[row.public_id])


def apply_for(cohort, n):
    return CohortApplicationFactory.create_batch(n, cohort=cohort, jurisdiction=JurisdictionFactory())


def carry_out(job):
    with jobs.claim(job.pk) as claimed:
        bulk_decisions.run_bulk_decision(claimed)
    job.refresh_from_db()


def test_more_than_fifty_become_a_job_and_its_page_tells_how_far_it_is(coordinator, client_of):
    cohort = CohortFactory(capacity=100)
    apply_for(cohort, 51)
    client = client_of(coordinator)

    answer = client.post(url("decide_many", cohort), {"all": "1", "act": "accept"})

    job = Job.objects.get()
    assert answer.url == job.get_absolute_url()
    assert not Enrolment.objects.exists()
    assert "Applications are being processed." in client.get(url("applications", cohort)).content.decode()
    carry_out(job)
    assert (job.state, job.done, job.total) == ("done", 51, 51)
    assert Enrolment.objects.count() == 51
    page = client.get(job.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert reverse("programs:cohorts:applications", args=[cohort.public_id]) in page


def test_the_same_click_twice_is_one_job_and_another_decision_waits_for_its_end(coordinator, client_of):
    cohort = CohortFactory(capacity=100)
    apply_for(cohort, 60)
    client = client_of(coordinator)
    for _twice in range(2):
        client.post(url("decide_many", cohort), {"all": "1", "act": "accept"})

    other = client.post(url("decide_many", cohort), {"all": "1", "act": "wait"}, follow=True)

    assert Job.objects.count() == 1
    assert "Another decision on many applications" in other.content.decode()


def test_declining_asks_for_one_reason_and_keeps_who_was_chosen(coordinator, client_of):
    cohort = CohortFactory()
    chosen, other = apply_for(cohort, 2)
    client = client_of(coordinator)
    sent = {"id": chosen.public_id, "act": "decline"}

    asked = client.post(url("decide_many", cohort), sent)
    refused = client.post(url("decide_many", cohort), sent | {"reason": "  "})
    done = client.post(url("decide_many", cohort), sent | {"reason": "Only first-instance judges"})

    assert (asked.status_code, refused.status_code, done.status_code) == (200, 422, 302)
    assert f'name="id" value="{chosen.public_id}"' in refused.content.decode()
    assert "Decline 1 application?" in asked.content.decode()
    states = dict(CohortApplication.objects.values_list("pk", "state"))
    assert states == {chosen.pk: "declined", other.pk: "submitted"}
    letter = OutgoingMail.objects.get(template="programs/declined")
    assert letter.context["reason"] == "Only first-instance judges"


def test_a_job_goes_on_where_an_earlier_worker_stopped(coordinator):
    cohort = CohortFactory(capacity=100)
    rows = apply_for(cohort, 60)
    _done, _refused, job = bulk_decisions.bulk_decide(
        cohort=cohort, applications=rows, act="accept", by=coordinator
    )
    Job.objects.filter(pk=job.pk).update(
        done=40, total=60, stages=[{"text": "x", "at": "2026-01-01T00:00:00Z"}]
    )

    carry_out(job)

    assert Enrolment.objects.count() == 20
    assert job.done == 60


def test_who_lost_the_right_meanwhile_decides_nothing(coordinator):
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
    assert "no longer coordinate" in job.error_for_people
    assert not Enrolment.objects.exists()
