"""Voting on a phone in Chromium: English and Arabic, without JavaScript; and the coordinator's pages."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.consensus import services
from assessments.consensus.models import Panelist, Vote
from tests.factories import consensus as run

pytestmark = pytest.mark.django_db(transaction=True)
SPLIT = [2, 9, 5, 8, 3, 9, 4]


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def second_round():
    panel = run.panel(statements=2)
    first = run.open_round(panel)
    run.vote_all(first, SPLIT, SPLIT)
    services.close_round(round_=first, by=None)
    return run.open_round(panel)


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_panelist_votes_again_on_a_phone(browser, axe, language, direction):
    round_ = second_round()
    Panelist.objects.update(language=language)
    participation = round_.participations.select_related("panelist").order_by("pk").first()
    page = browser(width=360)

    page.goto(reverse("assessments:consensus:vote", args=[run.token_for(participation)]))
    assert page.evaluate("document.dir") == direction
    assert (axe(page), fits(page)) == ([], True)
    assert page.locator("svg.votes rect").count() == 18
    for value in page.locator("input[type=radio][value='6']").all():
        value.check(force=True)
    page.locator("#votes .actions button").click()
    page.wait_for_url("**/finish")
    assert (axe(page), fits(page)) == ([], True)
    page.locator("#votes button").click()

    expect(page.locator("#votes button")).to_have_count(0)
    assert axe(page) == []
    assert list(Vote.objects.filter(round_item__round=round_).values_list("number", flat=True)) == [6, 6]


def test_votes_are_saved_without_javascript_and_across_languages(browser):
    round_ = run.open_round(run.panel(statements=6))
    page = browser(width=360, javascript=False)
    page.goto(reverse("assessments:consensus:vote", args=[run.token_for(round_.participations.first())]))

    page.locator("input[type=radio][value='none']").first.check(force=True)
    page.get_by_label("Why?").first.fill("It is not for us to say")
    page.locator("details.menu summary").click()
    page.locator("details.menu button[value=ar]").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("input[type=radio][value='none']").first).to_be_checked()
    page.locator("#votes .actions button").click()
    page.wait_for_url("**/2")
    page.locator("#votes .actions button").click()
    page.wait_for_url("**/finish")
    page.locator("#votes button").click()
    expect(page.locator("#votes button")).to_have_count(0)

    assert round_.participations.filter(is_finished=True).count() == 1
    assert Vote.objects.get().comment == "It is not for us to say"


def test_coordinator_sees_a_panel_and_its_outcomes_at_both_widths(browser, axe, coordinator):
    round_ = second_round()

    for width in (1280, 360):
        page = browser(coordinator, width=width)
        for name in ("panel", "results", "panelists"):
            page.goto(reverse(f"assessments:consensus:{name}", args=[round_.panel.public_id]))
            assert (axe(page), fits(page)) == ([], True), name
