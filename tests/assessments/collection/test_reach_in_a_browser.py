"""Open links and delegation on a phone in Chromium, without JavaScript and right to left."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.collection import open_links
from assessments.collection.models import Invitation, Response
from assessments.needs import services
from portal.mail.models import OutgoingMail
from tests.factories import assessments as make

pytestmark = pytest.mark.django_db(transaction=True)


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_respondent_uses_an_open_link_without_javascript(browser, axe):
    assessment = make.draft_assessment(
        anonymity="open", version=make.framework(domains=1), weights={"judge": "0.5", "lawyer": "0.5"}
    )
    link = open_links.make_link(
        collection=assessment.collection, label="Poster", groups=["judge", "lawyer"],
        jurisdictions=assessment.jurisdictions.all(), max_respondents=5, expires_at=None, by=None,
    )  # fmt: skip
    services.open_assessment(assessment=assessment, by=None)
    address = reverse("assessments:needs:open_link", args=[link.token])
    for language in ("en", "ar"):
        seen = browser(width=360, language=language)
        seen.goto(address)
        assert (axe(seen), fits(seen)) == ([], True), language

    page = browser(width=360, javascript=False)
    page.goto(address)
    page.locator("main form button").click()
    expect(page.locator(".errors a[href='#id_group']")).to_be_visible()
    page.locator("[name=group][value=judge]").check(force=True)
    page.locator("[name=court_level]").select_option("first")
    page.locator("main form button").click()

    page.wait_for_url("**/answer/**")
    for name in ("importance-d1.1", "ability-d1.1"):
        question = make.questions(assessment)[name]
        page.locator(f"input[name=q{question.pk}][value='4']").check(force=True)
    page.locator("#answers .actions button").first.click()
    page.locator("form.actions button").click()
    page.wait_for_url(f"**{reverse('assessments:collection:thanks')}*")
    sent = Response.objects.get()
    assert (sent.invitation, sent.group_code, sent.court_level) == (None, "judge", "first")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_questionnaire_is_delegated_on_a_phone(browser, axe, language):
    assessment = make.open_assessment()
    invitation = make.invitation(assessment, language=language)
    page = browser(width=360, javascript=language == "en")

    page.goto(reverse("assessments:collection:delegate", args=[make.token_for(invitation)]))
    if language == "en":
        assert (axe(page), fits(page)) == ([], True)
    page.locator("input[name=name]").fill("Bo Lal")
    page.locator("input[name=email]").fill("bo@court.example")
    page.locator("main form .actions button").click()
    expect(page.locator("h1")).to_be_visible()

    assert Invitation.objects.get(email="bo@court.example").delegated_from == invitation
    assert OutgoingMail.objects.get().to == "bo@court.example"


def test_coordinator_plans_reminders_and_creates_links_at_both_widths(browser, axe, coordinator):
    personal, open_one = make.open_assessment(), make.draft_assessment(anonymity="open")
    open_links.make_link(
        collection=open_one.collection, label="Poster", groups=["judge"],
        jurisdictions=open_one.jurisdictions.all(), max_respondents=5, expires_at=None, by=None,
    )  # fmt: skip

    for width in (1280, 360):
        page = browser(coordinator, width=width)
        for name, row in (("reminders", personal), ("respondents", personal), ("open_links", open_one),
                          ("new_open_link", open_one), ("assessment", open_one)):  # fmt: skip
            page.goto(reverse(f"assessments:needs:{name}", args=[row.public_id]))
            assert (axe(page), fits(page)) == ([], True), name
