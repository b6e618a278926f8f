"""The outbox of demo mode in a real browser."""

import pytest
from playwright.sync_api import expect

from portal.mail import delivery, services
from tests.portal.people import administrator

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_outbox_is_accessible_fits_a_phone_and_opens_an_email(browser, axe, settings, width):
    settings.DEMO = settings.MAIL_OUTBOX_ONLY = True
    for language, title in (
        ("en", "Forty certificates"),
        ("ar", "إصدار الشهادات"),
        ("fr", "Établir le rapport"),
    ):
        context = {"title": title, "state": "done", "error": "", "url": "http://testserver/jobs/"}
        services.queue(
            f"shown-{language}", to=f"judge.{language}@a-long-court-name.example", language=language,
            template="portal/job_ended", context=context,
        )  # fmt: skip
    delivery.send_due()
    page = browser(administrator(), width=width)

    page.goto("/outbox/?q=judge")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("link", name="Forty certificates").click()

    expect(page.get_by_role("link", name="http://testserver/jobs/")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
