"""The second-level navigation links the pages of a navigation item that the user may open."""

import re

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
TABS = re.compile(r'<nav class="tabs" aria-label="Needs">(.*?)</nav>', re.DOTALL)
MAIN = re.compile(r'<nav class="nav".*?</nav>', re.DOTALL)
LINK = re.compile(r'<a href="([^"]*)"( aria-current="page")?>\s*(.*?)\s*</a>')
PAGES = [
    "Assessments", "Training needs", "Training offers", "Gaps", "Stakeholders", "Questionnaires",
    "Competencies",
]  # fmt: skip


def tabs_of(client, address: str) -> list[tuple[str, str, str]]:
    nav = TABS.search(client.get(address).content.decode())
    return LINK.findall(nav.group(1)) if nav else []


def test_each_page_of_needs_shows_the_second_level_navigation(coordinator, client_of):
    client = client_of(coordinator)
    tabs = tabs_of(client, reverse("assessments:needs:assessments"))

    assert [label for _url, _current, label in tabs] == PAGES
    for address, _current, tab in tabs:
        shown = client.get(address)
        assert shown.status_code == 200
        assert [label for _url, current, label in tabs_of(client, address) if current] == [tab]
        nav_items = LINK.findall(MAIN.search(shown.content.decode()).group())
        assert [label for _url, current, label in nav_items if current] == ["Needs"]


@pytest.mark.parametrize(
    ("role", "pages"),
    [
        ("evaluator", ["Assessments", "Training needs", "Training offers", "Gaps", "Competencies"]),
        ("judge", ["Training needs", "Competencies"]),
    ],
)
def test_the_navigation_shows_only_pages_that_the_user_may_open(request, client_of, role, pages):
    client = client_of(request.getfixturevalue(role))

    tabs = tabs_of(client, reverse("assessments:competencies:framework"))

    assert [label for _url, _current, label in tabs] == pages
    assert {client.get(address).status_code for address, _current, _label in tabs} == {200}
