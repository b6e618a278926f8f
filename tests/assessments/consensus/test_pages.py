"""Permissions of panel pages, and constant queries of lists."""

import pytest
from django.urls import reverse

from assessments.consensus import services
from tests.factories import assessments as make
from tests.factories import consensus as run
from tests.factories.participants import OrganisationFactory, RoleFactory

pytestmark = pytest.mark.django_db


def url(name, row):
    return reverse(f"assessments:consensus:{name}", args=[row.public_id])


def test_readers_see_outcomes_and_never_a_name(evaluator, client_of):
    panel = run.panel(statements=1)
    round_ = run.open_round(panel)
    run.vote_all(round_, [7, 8, 8, 9, 6, 8, 7])
    services.close_round(round_=round_, by=None)
    client = client_of(evaluator)

    page = client.get(url("panel", panel)).content.decode()
    results = client.get(url("results", panel)).content.decode()

    assert "Panelist 1" not in page
    assert "@panel.example" not in page
    assert "86%" in results
    for name in ("edit", "items", "panelists", "open_round", "close_round"):
        assert client.get(url(name, panel)).status_code == 403
    assert client.post(url("remind", panel)).status_code == 403


def test_coordinator_of_another_organisation_does_not_see_the_panel(other_coordinator, client_of):
    panel = run.panel()

    assert client_of(other_coordinator).get(url("panel", panel)).status_code == 404


def test_owner_runs_the_panel_from_setup_to_outcome(client_of):
    owner = OrganisationFactory()
    user = RoleFactory(role="coordinator", organisation=owner).user
    assessment = make.open_assessment(owner=owner)
    client = client_of(user)
    fields = {
        "title": "What judges need first", "introduction": "", "min_median": "7", "max_iqr": "2",
        "max_median_change": "1", "max_rounds": "3",
    }  # fmt: skip

    answer = client.post(url("new", assessment), fields)
    panel = assessment.consensus_panels.get()
    assert answer.url == url("items", panel)
    competency = assessment.items.first().competency
    client.post(url("items", panel), {"competencies": [competency.pk], "statements": "One more\n\nOne more"})
    lines = "\n".join(f"p{n}@panel.example,Person {n},en" for n in range(5))
    client.post(url("panelists", panel), {"text": lines})
    client.post(url("open_round", panel), {"closes_at": "2099-01-01T10:00"})
    page = client.get(url("panel", panel)).content.decode()
    client.post(url("close_round", panel))

    assert panel.items.count() == 2
    assert "Person 4" in page
    assert panel.rounds.get().closed_at is not None


def test_stale_edit_is_refused(coordinator, client_of):
    panel = run.panel()
    services.save_panel(panel=panel, revision=1, title="Another hand", by=None)
    fields = {
        "title": "Mine", "min_median": "7", "max_iqr": "2", "max_median_change": "1", "max_rounds": "3",
        "revision": "1",
    }  # fmt: skip

    answer = client_of(coordinator).post(url("edit", panel), fields)

    assert answer.status_code == 422
    assert "Another hand" in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 20])
def test_lists_have_constant_queries(coordinator, client_of, rows, django_assert_num_queries):
    assessment = make.open_assessment()
    panel = run.panel(assessment=assessment, statements=rows)
    for _n in range(rows - 1):
        services.create_panel(assessment=assessment, title="Other", by=None)
    round_ = run.open_round(panel)
    run.vote_all(round_, *[[7, 8, 8, 9, 6, 8, 7]] * rows)
    services.close_round(round_=round_, by=None)
    client = client_of(coordinator)
    for name, row in (("panels", assessment), ("panel", panel), ("results", panel)):
        client.get(url(name, row))

    with django_assert_num_queries(QUERIES["panels"]):
        client.get(url("panels", assessment))
    with django_assert_num_queries(QUERIES["panel"]):
        client.get(url("panel", panel))
    with django_assert_num_queries(QUERIES["results"]):
        client.get(url("results", panel))


QUERIES = {"panels": 8, "panel": 11, "results": 6}
