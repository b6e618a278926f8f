"""The page of a job and the list of jobs, and who may see and cancel a job."""

import uuid

import pytest
from django.utils import timezone

from portal.jobs import kinds, leases, services
from portal.jobs.models import Job
from portal.mail.models import OutgoingMail
from tests.portal.people import administrator, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.register("tests.count", task="tests.count", title="Count the cases")


@pytest.fixture
def owner():
    return person("owner@court.example")


@pytest.fixture
def job(owner) -> Job:
    return services.start("tests.count", key="cases", by=owner)


def running(job: Job) -> None:
    """Make the job look as if a worker had done 7 of 20 steps."""
    now = timezone.now()
    Job.objects.filter(pk=job.pk).update(
        state="running",
        lease_until=now + timezone.timedelta(minutes=1),
        lease_token=uuid.uuid4(),
        started_at=now,
        done=7,
        total=20,
        step="case 7",
        stages=[{"text": "Cases counted", "at": now.isoformat()}],
    )


def test_starting_the_same_work_twice_returns_the_open_job(owner, job):
    assert services.start("tests.count", key="cases", by=owner) == job
    services.cancel(job, by=owner)
    assert services.start("tests.count", key="cases", by=owner) != job


def test_a_job_of_an_unknown_kind_cannot_be_started(owner):
    with pytest.raises(LookupError):
        services.start("tests.unknown", key="x", by=owner)


def test_the_page_shows_progress_and_polls(client, owner, job):
    running(job)
    client.force_login(owner)

    page = client.get(job.get_absolute_url()).content.decode()

    assert "Count the cases" in page
    assert '<progress max="20" value="7"' in page
    assert "Cases counted" in page
    assert 'hx-trigger="every 3s"' in page
    assert f'action="{job.get_absolute_url()}/cancel"' in page


def test_polling_stops_when_the_job_has_ended(client, owner, job):
    client.force_login(owner)
    assert client.get(job.get_absolute_url(), headers={"HX-Request": "true"}).status_code == 200
    with services.claim(job.pk) as claimed:
        claimed.finish(url="/certificates/")

    fragment = client.get(job.get_absolute_url(), headers={"HX-Request": "true"})

    assert fragment.status_code == 286
    assert "<html" not in fragment.content.decode()
    assert 'href="/certificates/"' in fragment.content.decode()
    assert "hx-trigger" not in fragment.content.decode()


def test_only_the_owner_and_administrators_see_the_job(client, job):
    client.force_login(person("other@court.example"))
    assert client.get(job.get_absolute_url()).status_code == 404
    assert "Count the cases" not in client.get("/jobs/").content.decode()

    client.force_login(administrator())
    assert client.get(job.get_absolute_url()).status_code == 200
    assert "Count the cases" in client.get("/jobs/").content.decode()


def test_only_the_owner_can_cancel_a_queued_job(client, owner, job):
    client.force_login(person("other@court.example"))
    assert client.post(f"{job.get_absolute_url()}/cancel").status_code == 404

    client.force_login(owner)
    shown = client.post(f"{job.get_absolute_url()}/cancel", follow=True)

    job.refresh_from_db()
    assert (job.state, job.cancelled_by) == ("cancelled", owner)
    assert shown.context["job"].state == "cancelled"
    assert "hx-trigger" not in shown.content.decode()
    with services.claim(job.pk) as claimed:
        assert claimed is None


def test_a_worker_whose_lease_expired_cannot_overwrite_its_successor(job):
    with services.claim(job.pk) as slow:
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timezone.timedelta(seconds=1))
        with services.claim(job.pk) as successor:
            successor.report_progress(done=3, total=4)
            with pytest.raises(services.LeaseLost):
                slow.report_progress(done=1)
            with pytest.raises(services.LeaseLost):
                slow.finish()
        job.refresh_from_db()

    assert (job.state, job.done) == ("done", 3)


def test_a_job_that_kills_its_worker_repeatedly_fails_with_a_message(owner, job):
    for _ in range(services.ATTEMPTS_WITHOUT_PROGRESS):
        Job.objects.filter(pk=job.pk, state="running").update(lease_until=timezone.now())
        leases._claim(job.pk)
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now())

    services.resume_stale()

    job.refresh_from_db()
    assert job.state == "failed"
    assert job.error_for_people == services.GIVEN_UP


def test_a_long_job_ends_with_an_email_and_a_notice(owner, job):
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - timezone.timedelta(minutes=5))

    with services.claim(job.pk) as claimed:
        claimed.finish()

    assert owner.notices.get().url == job.get_absolute_url()
    email = OutgoingMail.objects.get()
    assert (email.to, email.context["state"]) == (owner.email, "done")


def test_a_quick_job_ends_with_a_notice_only(owner, job):
    with services.claim(job.pk):
        pass

    assert owner.notices.count() == 1
    assert not OutgoingMail.objects.exists()


def test_the_list_has_a_constant_number_of_queries(client, owner, django_assert_max_num_queries):
    for number in range(20):
        services.start("tests.count", key=str(number), by=owner)
    client.force_login(owner)

    with django_assert_max_num_queries(8):
        page = client.get("/jobs/")

    assert page.content.decode().count("Count the cases") == 20
