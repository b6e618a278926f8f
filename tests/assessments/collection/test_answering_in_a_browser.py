"""The questionnaire on a phone in Chromium: English and Arabic, with and without JavaScript."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.collection.models import Answer, Response
from tests.factories import assessments as make

pytestmark = pytest.mark.django_db(transaction=True)


def choose(page, assessment, name, value):
    """Click the cell: the radio button itself is transparent and covers it."""
    question = make.questions(assessment)[name]
    page.locator(f"input[name=q{question.pk}][value='{value}']").check(force=True)


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_stakeholder_responds_on_a_phone(browser, axe, language, direction):
    assessment = make.open_assessment()
    invitation = make.invitation(assessment, language=language)
    page = browser(width=360)

    page.goto(reverse("assessments:collection:answer", args=[make.token_for(invitation)]))
    assert page.evaluate("document.dir") == direction
    assert (axe(page), fits(page)) == ([], True)
    choose(page, assessment, "importance-d1.1", 5)
    page.locator("#answers .actions button").first.click()
    expect(page.locator(".errors")).to_be_focused()  # an incomplete pair is reported first
    assert (axe(page), fits(page)) == ([], True)
    choose(page, assessment, "ability-d1.1", 2)
    page.locator("#answers .actions button").first.click()
    page.wait_for_url("**/2")
    page.locator("#answers .actions button").first.click()
    page.wait_for_url("**/submit")
    assert (axe(page), fits(page)) == ([], True)
    page.locator("form.actions button").click()
    page.wait_for_url("**/thanks*")

    assert page.evaluate("document.dir") == direction
    assert axe(page) == []
    assert sorted(Answer.objects.values_list("number", flat=True)) == [2, 5]
    assert Response.objects.get().invitation is None


def test_draft_is_saved_automatically_and_survives_a_change_of_language(browser):
    assessment = make.open_assessment()
    page = browser(width=360)
    page.goto(reverse("assessments:collection:answer", args=[make.token_for(make.invitation(assessment))]))

    choose(page, assessment, "importance-d1.1", 4)
    expect(page.locator(".saved")).to_contain_text("UTC")
    choose(page, assessment, "ability-d1.1", 3)
    page.locator("details.menu summary").click()
    page.locator("details.menu button[value=ar]").click()

    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    question = make.questions(assessment)["ability-d1.1"]
    expect(page.locator(f"input[name=q{question.pk}][value='3']")).to_be_checked()


def test_whole_questionnaire_works_without_javascript(browser):
    assessment = make.open_assessment(version=make.framework(domains=1))
    page = browser(width=360, javascript=False)
    page.goto(reverse("assessments:collection:answer", args=[make.token_for(make.invitation(assessment))]))

    choose(page, assessment, "importance-d1.1", 4)
    choose(page, assessment, "ability-d1.1", "na")
    page.locator("#answers textarea").fill("Explaining fees")
    page.locator("#answers .actions button").first.click()
    page.locator("form.actions button").click()

    page.wait_for_url(f"**{reverse('assessments:collection:thanks')}*")
    assert set(Answer.objects.values_list("number", "text", "not_applicable")) == {
        (4, "", False),
        (None, "Explaining fees", False),
        (None, "", True),
    }


def test_coordinator_reads_the_ranking_at_both_widths(browser, axe, coordinator):
    assessment = make.open_assessment(weights={"judge": "0.5", "ministry": "0.5"})
    for pair in [(5, 2), (4, 3), (5, 3), (3, 2), (4, 4)]:
        make.answer(assessment, ratings={"D1.1": pair})
    make.answer(assessment, group="ministry", ratings={"D1.1": (5, 1)})
    make.services.close_assessment(assessment=assessment, by=coordinator)

    for width in (1280, 360):
        page = browser(coordinator, width=width)
        page.goto(reverse("assessments:needs:results", args=[assessment.public_id]))
        expect(page.locator("table.needs")).to_contain_text("5.88")
        expect(page.locator("table.needs")).to_contain_text("withheld")
        assert (axe(page), fits(page)) == ([], True)
