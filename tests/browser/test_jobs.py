"""The page of a job in a real browser."""

import uuid

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from portal.jobs import kinds, services
from portal.jobs.models import Job
from tests.portal.people import person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner():
    return person("coordinator@court.example")


@pytest.fixture
def job(owner, monkeypatch) -> Job:
    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.register("tests.report", task="tests.report", title="Build the impact report, January–June 2026")
    return services.start("tests.report", key="report", by=owner)


def advance(job: Job, done: int) -> None:
    now = timezone.now()
    stages = ["Figures fixed at 30 June 2026", "Small groups withheld", "Charts and tables"]
    Job.objects.filter(pk=job.pk).update(
        state="running",
        lease_until=now + timezone.timedelta(minutes=5),
        lease_token=uuid.uuid4(),
        started_at=now - timezone.timedelta(seconds=20),
        done=done,
        total=22,
        step=f"figure {done + 1}",
        stages=[{"text": text, "at": now.isoformat()} for text in stages],
    )


def test_progress_moves_by_itself_and_the_end_shows_without_a_reload(browser, owner, job):
    advance(job, 14)
    page = browser(owner)
    page.goto(job.get_absolute_url())
    expect(page.locator("progress[value='14'][max='22']")).to_be_visible()
    page.evaluate("window.sameDocument = true")

    advance(job, 17)
    page.locator("progress[value='17']").wait_for()
    token = Job.objects.get(pk=job.pk).lease_token
    services.ClaimedJob(Job.objects.get(pk=job.pk), token).finish(url="/jobs/")
    page.locator("#progress a[href='/jobs/']").wait_for()

    assert page.evaluate("window.sameDocument") is True


@pytest.mark.parametrize("javascript", [True, False])
def test_cancelling_asks_once_and_works_without_javascript(browser, owner, job, javascript):
    advance(job, 14)
    page = browser(owner, width=360, javascript=javascript)
    page.goto(job.get_absolute_url())

    cancel = page.locator(f"form[action='{job.get_absolute_url()}/cancel'] button")
    expect(cancel).to_be_hidden()
    page.locator("main summary").first.click()
    expect(page.get_by_text("14 of 22.")).to_be_visible()
    cancel.click()

    expect(cancel).to_have_count(0)
    assert Job.objects.get(pk=job.pk).cancelled_by == owner


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_is_accessible_and_fits_a_phone(browser, owner, job, axe, width):
    advance(job, 14)
    page = browser(owner, width=width)
    for address in (job.get_absolute_url(), "/jobs/"):
        page.goto(address)

        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.locator(f"a[href='{job.get_absolute_url()}']").first).to_be_visible()
