"""Action items about agendas on the home page, for the board and the secretariat."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from evaluations.agenda import moderation, motions, services
from evaluations.agenda.models import AgendaItem
from tests.factories import agendas as make
from tests.factories.participants import OrganisationFactory, RoleFactory

pytestmark = pytest.mark.django_db
AGO = timedelta(days=2)


def today(client):
    return client.get("/home/").content.decode()


def items_of(client) -> dict[str, str]:
    """The titles of the action items, by the address of their page."""
    return {item.url: item.title for item, _days in client.get("/home/").context["action_items"]}


def url(name, row):
    return reverse(f"evaluations:agenda:{name}", args=[row.public_id])


@pytest.fixture
def stranger(coordinator):
    return make.partner(make.agenda(by=coordinator, title="Elsewhere"), by=coordinator)[1]


def test_public_comments_are_action_items_of_board_and_secretariat_until_moderated(
    board, stranger, coordinator, other_coordinator, client_of
):
    agenda, _seat, user = board
    comments = [
        moderation.submit_public_comment(agenda=agenda, name="Awa", body=body) for body in ("One", "Two")
    ]

    for reader in (user, coordinator):
        assert items_of(client_of(reader))[url("pending_comments", agenda)].startswith("2 ")
    for reader in (stranger, other_coordinator):
        assert url("pending_comments", agenda) not in today(client_of(reader))
    for comment in comments:
        moderation.approve_comment(comment=comment, by=user)
    assert url("pending_comments", agenda) not in today(client_of(coordinator))


def test_an_overdue_item_is_on_the_home_page_of_its_owner_until_done(board, stranger, coordinator, client_of):
    agenda, seat, user = board
    step = make.item(agenda, by=coordinator, owner=seat, due_on=timezone.localdate())
    make.carry(agenda, item=step, effect="agree", by=coordinator)
    on_its_day = today(client_of(user))
    AgendaItem.objects.filter(pk=step.pk).update(due_on=timezone.localdate() - AGO)

    assert url("item", step) not in on_its_day
    assert "Overdue" in today(client_of(user))
    assert url("item", step) in today(client_of(coordinator))
    assert url("item", step) not in today(client_of(stranger))
    make.carry(agenda, item=step, effect="done", by=coordinator)
    assert url("item", step) not in today(client_of(user))


def test_the_secretariat_has_an_action_item_for_a_closed_vote(board, coordinator, client_of):
    agenda, seat, user = board
    motion = make.motion(agenda, by=coordinator, closes_at=timezone.now() + timedelta(seconds=60))
    motions.vote(motion=motion, partner=seat, choice="for", by=user)
    running = items_of(client_of(coordinator))
    over = make.motion(agenda, by=coordinator, title="Two", closes_at=timezone.now() - AGO)

    assert url("motion", motion) not in running
    assert url("motion", over) in items_of(client_of(coordinator))
    assert url("motion", over) not in items_of(client_of(user))


def test_minutes_are_due_after_a_meeting_unless_it_was_cancelled(board, coordinator, client_of):
    agenda, _seat, user = board
    now = timezone.now()
    held, off = (
        services.call_meeting(agenda=agenda, by=coordinator, starts=now - AGO, ends=now - AGO / 2)
        for _ in range(2)
    )
    services.cancel_meeting(meeting=off, by=coordinator)
    services.call_meeting(agenda=agenda, by=coordinator, starts=now + AGO, ends=now + 2 * AGO)

    meetings = f"{url('agenda', agenda)}#meet"
    items = client_of(coordinator).get("/home/").context["action_items"]

    assert [str(held.number) in item.title for item, _days in items if item.url == meetings] == [True]
    assert meetings not in items_of(client_of(user))


def test_the_home_page_takes_the_same_queries_for_any_number_of_action_items(client_of):
    owner = OrganisationFactory()
    user = RoleFactory(role="coordinator", organisation=owner).user
    client = client_of(user)
    now = timezone.now()

    def one_more():
        agenda = make.agenda(by=user, secretariat=owner)
        make.motion(agenda, by=user, closes_at=now - AGO)
        services.call_meeting(agenda=agenda, by=user, starts=now - AGO, ends=now - AGO / 2)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            items = items_of(client)
        return len(captured), sum("/motions/" in page for page in items)

    one_more()
    today(client)
    first = queries()
    one_more()
    one_more()
    assert (first, queries()) == ((first[0], 1), (first[0], 3))


def test_an_action_item_is_due_on_the_date_in_the_time_zone_of_the_user(client_of, coordinator):
    agenda = make.agenda(by=coordinator)
    _seat, user = make.partner(agenda, by=coordinator)
    user.timezone = "Pacific/Fiji"  # UTC+12
    user.save(update_fields=["timezone"])

    with time_machine.travel(datetime(2026, 12, 1, 6, tzinfo=UTC), tick=False):
        make.motion(agenda, by=coordinator, closes_at=datetime(2026, 12, 11, 12, 30, tzinfo=UTC))
        ((item, days),) = client_of(user).get("/home/").context["action_items"]

    assert (item.due, days) == (date(2026, 12, 12), 11)
