"""Offers, decisions on needs and agendas over the API: the same rows and rights as the pages."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.needs.decisions import decide
from assessments.needs.models import TrainingNeed
from tests.factories import agendas as make
from tests.factories.assessments import draft_assessment
from tests.factories.evaluations import MilestoneFactory
from tests.factories.landscape import offer
from tests.factories.participants import JurisdictionFactory, OrganisationFactory
from tests.factories.programs import ProgrammeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def fiji():
    return JurisdictionFactory(code="FJ")


@pytest.fixture
def need(fiji):
    assessment = draft_assessment(jurisdiction=fiji)
    competency = assessment.framework_version.competencies.get(code="D1.1")
    return TrainingNeed.objects.create(assessment=assessment, competency=competency, statement="Firm dates")


def listed(client, name, **filters):
    return client.get(reverse(f"api:{name}-list"), filters).json()


def detail(client, name, row):
    return client.get(reverse(f"api:{name}-detail", args=[row.public_id]))


def defer(need, coordinator):
    return decide(
        need=need, kind="deferred", reason="No money yet", owner=OrganisationFactory(),
        due_on=timezone.localdate() + timedelta(days=90), by=coordinator,
    )  # fmt: skip


def test_offers_are_filtered_by_jurisdiction_competency_and_language(
    coordinator, judge, client, client_of, fiji, need
):
    here = offer(title="Here", competencies=[need.competency], jurisdictions=[fiji], languages=["fr"])
    offer(title="Elsewhere")
    withdrawn = offer(title="Withdrawn", withdrawn_at=timezone.now())
    planner = client_of(coordinator)

    for wanted in ({"jurisdiction": "FJ"}, {"competency": "D1.1"}, {"language": "fr"}):
        assert [row["title"] for row in listed(planner, "offer", **wanted)["results"]] == ["Here"]
    assert (here_row := detail(client_of(judge), "offer", here).json())["jurisdictions"] == ["FJ"]
    assert here_row["competencies"] == ["D1.1"]
    assert detail(client_of(judge), "offer", withdrawn).status_code == 404
    assert client_of(judge).get(reverse("api:offer-list")).status_code == 403
    assert client.get(reverse("api:offer-list")).status_code in (401, 403)
    unknown = planner.get(reverse("api:offer-list"), {"jurisdiction": "XX"})
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (400, "jurisdiction")


def test_decisions_are_visible_to_readers_of_the_need_with_the_one_in_force(
    coordinator, judge, client_of, need
):
    first = defer(need, coordinator)
    second = decide(
        need=need, kind="not_training", remedy="law", reason="A rule is missing", owner=first.owner,
        due_on=first.due_on, measured_by="The rule is in force", by=coordinator, after=first.pk,
    )  # fmt: skip
    reader = client_of(coordinator)

    rows = listed(reader, "need-decision", jurisdiction="FJ", competency="D1.1")["results"]

    assert [(row["kind"], row["in_force"]) for row in rows] == [("not_training", True), ("deferred", False)]
    assert rows[0]["supersedes"] == str(first.public_id)
    assert (rows[0]["jurisdictions"], rows[0]["owner"]) == (["FJ"], first.owner.name)
    assert [row["id"] for row in listed(reader, "need-decision", in_force="true")["results"]] == [
        str(second.public_id)
    ]
    assert listed(client_of(judge), "need-decision")["results"] == []
    assert detail(client_of(judge), "need-decision", second).status_code == 404


def test_an_agenda_shows_the_public_what_its_page_shows(coordinator, client, client_of, fiji, need):
    agenda = make.agenda(by=coordinator, jurisdictions=[fiji])
    partner, user = make.partner(agenda, by=coordinator)
    milestone, course = MilestoneFactory(), ProgrammeFactory(state="design")
    make.item(
        agenda, title="Open item", owner=partner, needs=[need], milestones=[milestone], programmes=[course],
        by=coordinator,
    )  # fmt: skip
    make.item(agenda, title="Internal item", is_internal=True, by=coordinator)
    hidden = make.agenda(title="Not public", by=coordinator)
    before = detail(client, "agenda", agenda).status_code
    make.carry(agenda, effect="publish", by=coordinator)

    public = detail(client, "agenda", agenda).json()
    own = detail(client_of(coordinator), "agenda", agenda).json()
    members = detail(client_of(user), "agenda", agenda).json()

    assert before == 404
    assert [item["title"] for item in public["items"]] == ["Open item"]
    assert (public["is_public"], public["item_count"]) == (True, 1)
    assert (public["items"][0]["needs"], public["items"][0]["programmes"]) == ([], [])
    assert {item["title"] for item in own["items"]} == {"Open item", "Internal item"}
    item = next(item for item in own["items"] if item["title"] == "Open item")
    assert item["needs"] == [str(need.public_id)]
    assert item["milestones"] == [str(milestone.public_id)]
    assert item["programmes"] == [str(course.public_id)]
    assert [entry["needs"] for entry in members["items"] if entry["title"] == "Open item"] == [[]]
    assert [row["title"] for row in listed(client, "agenda")["results"]] == [agenda.title]
    assert detail(client, "agenda", hidden).status_code == 404
    assert [row["id"] for row in listed(client, "agenda", jurisdiction="FJ")["results"]] == [
        str(agenda.public_id)
    ]
    assert len(listed(client_of(coordinator), "agenda", competency="D1.1")["results"]) == 1
    assert listed(client, "agenda", competency="D1.1")["results"] == []


@pytest.mark.parametrize("rows", [1, 20])
def test_lists_and_an_agenda_have_a_constant_number_of_queries(
    rows, coordinator, client_of, fiji, need, django_assert_max_num_queries
):
    agenda = make.agenda(by=coordinator, jurisdictions=[fiji])
    defer(need, coordinator)
    for number in range(rows):
        make.item(agenda, needs=[need], milestones=[MilestoneFactory()], by=coordinator)
        make.agenda(title=f"Agenda {number}", by=coordinator)
        offer(competencies=[need.competency], jurisdictions=[fiji])
        other = TrainingNeed.objects.create(
            assessment=need.assessment, competency=need.competency, statement="S",
            jurisdiction=JurisdictionFactory(),
        )  # fmt: skip
        defer(other, coordinator)
    client = client_of(coordinator)
    client.get(reverse("api:agenda-list"))

    for name in ("offer", "need-decision", "agenda"):
        with django_assert_max_num_queries(9):
            listed(client, name)
    with django_assert_max_num_queries(12):
        assert len(detail(client, "agenda", agenda).json()["items"]) == rows
    page = listed(client, "need-decision", page_size=1)
    assert len(page["results"]) == 1
    assert page["next"]
