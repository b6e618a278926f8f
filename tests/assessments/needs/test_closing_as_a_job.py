"""Large assessments close in a job: the ranking first, then the collection."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.collection.errors import CollectionClosedError
from assessments.collection.models import Collection, Invitation, Response
from assessments.needs import services, tasks
from assessments.needs.errors import NotOpenError
from portal.audit.models import AuditEntry
from portal.jobs.models import Job
from tests.factories import assessments as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered():
    assessment = make.open_assessment()
    for n in range(6):
        make.answer(assessment, ratings={"D1.1": (5 - n % 2, 2)})
    return assessment


def test_a_large_assessment_is_closed_by_a_job_with_progress(answered, coordinator, client_of):
    jurisdiction = answered.jurisdictions.get()
    Invitation.objects.bulk_create(
        Invitation(
            collection=answered.collection, group_code="judge", jurisdiction=jurisdiction,
            email=f"many{n}@court.example",
            state="complete",
        )
        for n in range(services.CLOSED_AT_ONCE)
    )  # fmt: skip
    client = client_of(coordinator)

    sent = client.post(reverse("assessments:needs:close", args=[answered.public_id]))

    job = Job.objects.get(kind="needs.close")
    assert sent["Location"] == job.get_absolute_url()
    assert client.get(sent["Location"]).status_code == 200
    answered.refresh_from_db()
    assert answered.state == "open"


def test_the_job_ranks_ends_the_collection_and_links_to_the_results(answered, coordinator):
    invitation = make.invitation(answered)
    values = {("importance-d1.1", 0): "5", ("ability-d1.1", 0): "1"}
    make.collecting.save_draft(invitation=invitation, page=1, language="en", values=values)
    job = services.start_closing(assessment=answered, by=coordinator)

    tasks.close(job.pk)

    job.refresh_from_db()
    answered.refresh_from_db()
    assert (job.state, answered.state) == ("done", "closed")
    assert job.result_url == reverse("assessments:needs:results", args=[answered.public_id])
    assert answered.rankings.get().ranked_needs.get(group_code="", competency__code="D1.1").n == 6
    assert not Response.objects.filter(submitted_at=None).exists()
    assert Job.objects.get(kind="collection.anonymise").target == answered.collection
    with pytest.raises(CollectionClosedError):
        make.collecting.save_draft(invitation=make.invitation(answered), page=1, language="en", values=values)


def test_a_job_interrupted_after_the_ranking_only_ends_the_collection(answered, coordinator):
    job = services.start_closing(assessment=answered, by=coordinator)
    services.close_assessment(assessment=answered, by=coordinator)  # finished by an earlier attempt

    tasks.close(job.pk)

    job.refresh_from_db()
    assert job.state == "done"
    assert answered.rankings.count() == 1
    assert AuditEntry.objects.filter(action="assessment.closed").count() == 1


@pytest.mark.parametrize("is_long", [True, False])
def test_an_assessment_extended_at_the_last_moment_stays_open(answered, monkeypatch, is_long):
    """The scheduled task found it overdue while a coordinator's extension was not committed yet."""
    later = timezone.now() + timedelta(days=7)
    Collection.objects.update(
        opens_at=timezone.now() - timedelta(days=1), closes_at=timezone.now() - timedelta(seconds=1)
    )

    def move_meanwhile(_assessment):
        Collection.objects.update(closes_at=later)
        return is_long

    monkeypatch.setattr(services, "is_long_to_close", move_meanwhile)

    services.close_due()
    for job in Job.objects.all():
        tasks.close(job.pk)

    answered.refresh_from_db()
    assert (answered.state, Collection.objects.get().closes_at) == ("open", later)
    assert not answered.rankings.exists()


def test_an_assessment_that_is_not_open_starts_no_job(coordinator):
    with pytest.raises(NotOpenError):
        services.start_closing(assessment=make.draft_assessment(), by=coordinator)


def test_the_closing_job_requires_permission(answered, coordinator, judge, client_of):
    job = services.start_closing(assessment=answered, by=coordinator)

    assert client_of(judge).get(job.get_absolute_url()).status_code == 403
