"""An assessment's pages as tabs in two levels."""

import re
from urllib.parse import urlsplit

import pytest
from django.urls import resolve, reverse

from assessments.needs import services
from tests.assessments.pages import markup_of
from tests.factories import assessments as make

pytestmark = pytest.mark.django_db

NAV = re.compile(r'<nav class="tabs[^"]*".*?</nav>', re.DOTALL)
LINK = re.compile(r'<a href="([^"]*)"( aria-current="\w+")?>(.*?)</a>', re.DOTALL)


def rows_of(client, address: str) -> list[list[str]]:
    """The URL name of each tab, row by row, with the number in its label; the current one ends in a star."""
    text = markup_of(client.get(address))
    return [
        [
            " ".join([resolve(urlsplit(url).path).url_name, *re.findall(r"\(\d+\)", label)])
            + ("*" if current else "")
            for url, current, label in LINK.findall(nav)
        ]
        for nav in NAV.findall(text)
    ]


@pytest.fixture
def closed(coordinator):
    assessment = make.open_assessment()
    for _n in range(6):
        make.answer(assessment, ratings={"D1.1": (5, 2), "D1.2": (4, 4)})
    return services.close_assessment(assessment=assessment, by=coordinator)


def test_pages_of_a_closed_assessment_show_their_tab_group(coordinator, client_of, closed):
    client = client_of(coordinator)

    results = rows_of(client, reverse("assessments:analysis:weights", args=[closed.public_id]))
    findings = rows_of(client, reverse("assessments:analysis:all_findings", args=[closed.public_id]))

    assert results == [
        ["assessment", "version", "respondents", "consultations", "results*", "all_findings"],
        ["results", "disagreement", "weights*", "coding", "data"],
    ]
    assert findings == [["assessment", "version", "respondents", "consultations", "results", "all_findings*"]]


def test_every_tab_of_a_closed_assessment_opens_its_page(coordinator, client_of, closed):
    client = client_of(coordinator)
    first = markup_of(client.get(reverse("assessments:analysis:data", args=[closed.public_id])))
    tabs = [link for nav in NAV.findall(first) for link in LINK.findall(nav)]

    for address, _current, _label in tabs:
        shown = client.get(address)
        assert shown.status_code == 200
        if resolve(address).url_name != "version":  # the page of the questionnaire has tabs of its own
            current = rf'<a href="{re.escape(address)}" aria-current="(page|true)">'
            assert re.search(current, shown.content.decode()), address


def test_draft_shows_setup_and_respondents(coordinator, client_of):
    draft = make.draft_assessment()
    client = client_of(coordinator)

    setup = rows_of(client, reverse("assessments:needs:groups", args=[draft.public_id]))
    people = rows_of(client, reverse("assessments:needs:reminders", args=[draft.public_id]))

    assert setup == [
        ["assessment", "items*", "respondents", "consultations"],
        ["items (4)", "groups (1)*", "texts", "version"],
    ]
    assert people[1] == ["respondents (0)", "reminders*"]


def test_readers_see_no_tab_that_is_forbidden(evaluator, client_of, closed):
    client = client_of(evaluator)

    rows = rows_of(client, reverse("assessments:needs:results", args=[closed.public_id]))

    assert rows[0] == ["assessment", "consultations", "results*", "all_findings"]
    assert client.get(reverse("assessments:analysis:shared", args=[closed.public_id])).status_code == 200
