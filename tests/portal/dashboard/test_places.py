"""A place of several lists leads from each of them to the others that the person may open."""

import re

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
TABS = re.compile(r'<nav class="tabs" aria-label="Needs">(.*?)</nav>', re.DOTALL)
MAIN = re.compile(r'<nav class="nav".*?</nav>', re.DOTALL)
LINK = re.compile(r'<a href="([^"]*)"( aria-current="page")?>(.*?)</a>')
LISTS = ["Assessments", "Training needs", "Offers", "Gaps", "Stakeholders", "Questionnaires", "Competencies"]


def tabs_of(client, address: str) -> list[tuple[str, str, str]]:
    found = TABS.search(client.get(address).content.decode())
    return LINK.findall(found.group(1)) if found else []


def test_each_list_of_the_needs_leads_to_the_others_and_keeps_the_place(coordinator, client_of):
    client = client_of(coordinator)
    tabs = tabs_of(client, reverse("assessments:needs:assessments"))

    assert [words for _address, _current, words in tabs] == LISTS
    for address, _current, words in tabs:
        shown = client.get(address)
        assert shown.status_code == 200
        assert [label for _url, current, label in tabs_of(client, address) if current] == [words]
        places = LINK.findall(MAIN.search(shown.content.decode()).group())
        assert [label for _url, current, label in places if current] == ["Needs"]


@pytest.mark.parametrize(
    ("who", "lists"),
    [
        ("evaluator", ["Assessments", "Training needs", "Offers", "Gaps", "Competencies"]),
        ("judge", ["Training needs", "Competencies"]),
    ],
)
def test_nobody_is_led_to_a_list_that_is_refused(request, client_of, who, lists):
    client = client_of(request.getfixturevalue(who))

    tabs = tabs_of(client, reverse("assessments:competencies:framework"))

    assert [words for _address, _current, words in tabs] == lists
    assert {client.get(address).status_code for address, _current, _words in tabs} == {200}
