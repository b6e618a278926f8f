"""The set-up of an empty installation: steps from the data, skipped and resumed by administrators only."""

import pytest
from django.urls import reverse

from participants.directory import services as directory
from portal.setup import services
from portal.setup.models import SkippedStep
from portal.setup.registry import Goal, steps
from tests.factories.participants import CourtFactory, RoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return RoleFactory(role="administrator").user


def states():
    return {line.step.key: line.state.is_done for line in services.lines()}


def test_an_empty_installation_has_every_step_open_and_named_for_its_goals():
    lines = services.lines()

    assert {line.step.key for line in lines} == {
        "organisation", "jurisdictions", "organisations", "people", "framework", "certificates"
    }  # fmt: skip
    assert all(line.is_open for line in lines)
    missing = {goal: [line.step.key for line in found] for goal, found in services.missing_by_goal(lines)}
    assert missing[Goal.ASSESSMENT] == [
        "organisation",
        "jurisdictions",
        "organisations",
        "people",
        "framework",
    ]
    assert missing[Goal.REPORT] == ["organisation", "jurisdictions", "organisations", "people"]


def test_a_step_is_done_when_its_data_is_there(administrator):
    (fiji, _samoa) = directory.add_countries(codes=["FJ", "WS"], by=administrator)
    CourtFactory(organisation__jurisdiction=fiji)

    assert states()["jurisdictions"]
    assert not states()["organisations"]  # Samoa has no court yet
    directory.archive_jurisdiction(jurisdiction=_samoa, by=administrator)
    assert states()["organisations"]
    assert not states()["people"]
    RoleFactory(role="coordinator")
    assert states()["people"]


def test_a_skipped_step_leaves_the_home_page_and_can_be_resumed(administrator, client_of):
    client = client_of(administrator)
    for step in steps():
        client.post(reverse("setup:skip", args=[step.key]))
        client.post(reverse("setup:skip", args=[step.key]))

    assert SkippedStep.objects.count() == len(steps())
    assert reverse("setup:setup") not in client.get("/home/").content.decode()
    client.post(reverse("setup:resume", args=["people"]))
    assert reverse("setup:setup") in client.get("/home/").content.decode()
    assert client.get(reverse("setup:setup")).status_code == 200


def test_an_unknown_step_is_not_found_and_others_may_not_set_up(administrator, coordinator, client_of):
    assert client_of(administrator).post(reverse("setup:skip", args=["nothing"])).status_code == 404
    assert client_of(coordinator).get(reverse("setup:setup")).status_code == 403
    assert reverse("setup:setup") not in client_of(coordinator).get("/home/").content.decode()
