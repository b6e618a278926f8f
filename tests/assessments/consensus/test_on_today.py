"""Panels and consultations on the home page and in search; voting without the email."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.consensus import services, votes
from assessments.consensus.models import Panelist
from assessments.consultations import services as consultations
from portal.search.queries import find
from tests.factories import assessments as make
from tests.factories import consensus as run
from tests.factories.participants import OrganisationFactory, RoleFactory

pytestmark = pytest.mark.django_db


def today(client):
    return client.get("/home/").content.decode()


def ask(user, *, verified=True):
    """A panel with the person invited to an open round; the address may be in capitals."""
    EmailAddress.objects.create(user=user, email=user.email, verified=verified, primary=True)
    panel = run.panel(statements=1)
    Panelist.objects.create(panel=panel, name="Judge", email=user.email.upper())
    round_ = run.open_round(panel)
    return round_.participations.get(panelist__name="Judge")


def by_account(participation):
    return reverse("assessments:consensus:vote_signed_in", args=[participation.public_id])


def test_a_panelist_votes_from_the_home_page_without_the_email(judge, other_judge, client_of, client):
    participation = ask(judge)
    address = by_account(participation)

    assert address in today(client_of(judge))
    assert address not in today(client_of(other_judge))
    assert client_of(other_judge).get(address).status_code == 404
    assert client.get(address).status_code == 302
    assert client_of(judge).get(address).context["items"] == 1
    sent = client_of(judge).post(address)
    page = client.get(sent.url)
    votes.finish(participation=_voted(participation))

    assert page.status_code == 200
    assert "Statement 1" in page.content.decode()
    assert address not in today(client_of(judge))


def _voted(participation):
    run.vote(participation, "7")
    return participation


def test_an_unverified_address_gives_no_access(judge, client_of):
    participation = ask(judge, verified=False)

    assert by_account(participation) not in today(client_of(judge))
    assert client_of(judge).post(by_account(participation)).status_code == 404


def test_after_closing_the_page_says_so_and_issues_no_link(judge, client_of):
    participation = ask(judge)
    services.close_round(round_=participation.round, by=None)

    answer = client_of(judge).post(by_account(participation))

    assert answer.status_code == 410
    assert answer.context["round"].is_open is False


def test_a_panel_between_two_rounds_is_an_action_item_of_its_managers(
    coordinator, other_coordinator, client_of
):
    panel = run.panel()
    address = reverse("assessments:consensus:panel", args=[panel.public_id])
    round_ = run.open_round(panel)
    while_open = today(client_of(coordinator))
    run.vote_all(round_, [2, 9, 5, 8, 3, 9, 4], [2, 9, 5, 8, 3, 9, 4])
    services.close_round(round_=round_, by=None)

    assert address not in while_open
    assert address in today(client_of(coordinator))
    assert address not in today(client_of(other_coordinator))
    run.open_round(panel)
    assert address not in today(client_of(coordinator))


def test_a_consultation_without_findings_is_an_action_item(coordinator, client_of):
    assessment = make.open_assessment()
    day = timezone.localdate()
    past, planned, forgotten = (
        consultations.create(
            assessment=assessment, by=None, kind="workshop", title=title, held_on=day + timedelta(days=days)
        )
        for title, days in (("Held", -3), ("Planned", 3), ("Forgotten", -200))
    )

    def named():
        page = today(client_of(coordinator))
        return [row.title for row in (past, planned, forgotten) if str(row.public_id) in page]

    assert named() == ["Held"]
    consultations.add_finding(consultation=past, by=None, direction="adds", text="Time is short")
    assert named() == []


def test_search_finds_panels_and_consultations_that_the_user_may_see(coordinator, other_coordinator):
    assessment = make.open_assessment()
    panel = services.create_panel(assessment=assessment, by=None, title="Provisional title")
    services.save_panel(panel=panel, revision=1, title="Priorities of bailiffs", by=None)
    talk = consultations.create(
        assessment=assessment, by=None, kind="workshop", title="Talk", held_on=timezone.localdate()
    )
    consultations.save(consultation=talk, revision=1, title="Workshop of bailiffs", by=None)

    assert {hit.title for hit in find(coordinator, "bailiffs")} == {
        "Priorities of bailiffs",
        "Workshop of bailiffs",
    }
    assert find(other_coordinator, "bailiffs") == []
    assert find(coordinator, "Provisional") == []


def test_search_hides_team_only_consultations_from_readers(evaluator):
    consultations.create(
        assessment=make.open_assessment(), by=None, kind="interview", title="Talk with bailiffs",
        held_on=timezone.localdate(), confidentiality="team",
    )  # fmt: skip

    assert find(evaluator, "bailiffs") == []


def test_the_home_page_has_constant_queries(client_of):
    owner = OrganisationFactory()
    user = RoleFactory(role="coordinator", organisation=owner).user
    client = client_of(user)

    def one_more():
        assessment = make.open_assessment(owner=owner)
        panel = run.panel(assessment=assessment, statements=1)
        services.close_round(round_=run.open_round(panel), by=None)
        consultations.create(
            assessment=assessment, by=None, kind="workshop", title="Held", held_on=timezone.localdate()
        )

    def queries():
        with CaptureQueriesContext(connection) as captured:
            items = [item for item, _days in client.get(reverse("home")).context["action_items"]]
        return len(captured), *(
            sum(part in item.url for item in items) for part in ("/panels/", "/consultations/")
        )

    one_more()
    today(client)
    first = queries()
    one_more()
    one_more()
    assert (first[1:], queries()) == ((1, 1), (first[0], 3, 3))
