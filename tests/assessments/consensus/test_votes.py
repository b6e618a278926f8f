"""Voting by link and secrecy: nobody can link a vote to a person, even with the whole database."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, connections
from django.urls import reverse

from assessments.consensus import services, votes
from assessments.consensus.keys import voter_key
from assessments.consensus.models import (
    ConsensusItem,
    ConsensusRound,
    ItemOutcome,
    Panelist,
    RoundItem,
    RoundParticipation,
    Vote,
)
from assessments.consensus.queries import votes_of
from assessments.consensus.views import WITHHELD
from portal.links.models import SignedLink
from portal.mail.models import OutgoingMail
from tests.factories import consensus as run

SPLIT = [2, 9, 5, 8, 3, 9, 4]


def url(name, token, *args):
    return reverse(f"assessments:consensus:{name}", args=[token, *args])


def field(row):
    return f"v-{row.item.public_id}"


@pytest.fixture
def second(db):
    """The second round of a panel of seven that was divided on one statement; the first panelist had voted 2."""
    panel = run.panel(statements=1)
    first = run.open_round(panel)
    for participation, value in zip(first.participations.order_by("pk"), SPLIT, strict=True):
        run.vote(participation, str(value), comment=f"Because {value}")
    services.close_round(round_=first, by=None)
    return run.open_round(panel)


def rows_of(model):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {model._meta.db_table}")  # noqa: S608
        return [{str(value) for value in row} for row in cursor.fetchall()]


@pytest.mark.django_db
def test_votes_share_no_value_with_people_participations_links_and_emails():
    panel = run.panel(statements=2)
    round_ = run.open_round(panel)
    run.vote_all(round_, [7, 8, 8, 9, 6, 8, 7], SPLIT)
    for participation in round_.participations.all():
        votes.finish(participation=participation)

    of_people = set().union(
        *(set().union(*rows_of(m)) for m in (Panelist, RoundParticipation, SignedLink, OutgoingMail))
    )
    of_votes = set().union(*rows_of(Vote))
    common = {"None", "True", "False", "", *map(str, range(10))}
    items = {str(pk) for pk in RoundItem.objects.values_list("pk", flat=True)}

    assert (of_people & of_votes) - common - items == set()
    assert len(set(Vote.objects.values_list("voter_key", flat=True))) == 14


@pytest.mark.django_db
def test_all_votes_of_a_round_have_one_row_version_and_random_order():
    """A vote's row version differs from every row of a person, also while the round is open."""
    panel = run.panel(people=30, statements=1)
    round_ = run.open_round(panel)
    keys = []
    for participation in round_.participations.select_related("panelist").order_by("pk"):
        run.vote(participation, "5")
        keys.append(
            voter_key(
                panelist=participation.panelist.public_id,
                round_=round_.public_id,
                item=ConsensusItem.objects.get().public_id,
            )
        )
        votes.finish(participation=participation)

    with connection.cursor() as cursor:
        cursor.execute("SELECT voter_key, xmin::text FROM assessments_vote ORDER BY ctid")
        placed = cursor.fetchall()
        people = set()
        for table in ("roundparticipation", "panelist"):
            cursor.execute(f"SELECT xmin::text, xmax::text FROM assessments_{table}")  # noqa: S608
            people |= {value for row in cursor.fetchall() for value in row}

    assert sorted(key for key, _version in placed) == sorted(keys)
    assert [key for key, _version in placed] != keys
    assert len({version for _key, version in placed}) == 1
    assert people


@pytest.mark.django_db(transaction=True)
def test_no_transaction_touches_a_vote_and_a_person():
    """Locks too: PostgreSQL writes the locking transaction into the row."""
    panel = run.panel(people=6, statements=1)
    round_ = run.open_round(panel)
    seen = []
    for participation in round_.participations.select_related("panelist", "round").order_by("pk"):
        run.vote(participation, "5")
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT xmin::text FROM assessments_vote")
            of_votes = {row[0] for row in cursor.fetchall()}
            of_people = set()
            for table in ("assessments_roundparticipation", "assessments_panelist", "portal_signedlink"):
                cursor.execute(f"SELECT xmin::text, xmax::text FROM {table}")  # noqa: S608
                of_people |= {value for row in cursor.fetchall() for value in row}
        seen.append(of_votes & of_people)
        votes.finish(participation=participation)

    assert seen == [set()] * 6


@pytest.mark.django_db
def test_without_the_secret_key_votes_cannot_be_linked(second, settings):
    person = second.participations.order_by("pk").first().panelist
    first = ConsensusRound.objects.get(number=1)
    assert [vote.number for vote in votes_of(person, first).values()] == [2]

    settings.SECRET_KEY = "what somebody with the database alone would guess"

    assert votes_of(person, first) == {}


def test_votes_have_no_time_and_are_copied_nowhere(db):
    names = {column.name for column in Vote._meta.concrete_fields}

    assert names == {"id", "round_item", "voter_key", "number", "has_no_opinion", "comment"}
    assert not hasattr(Vote, "pgh_event_model")


def test_second_round_shows_the_panel_and_ones_own_last_vote(second, client):
    participation = second.participations.order_by("pk").first()

    shown = client.get(url("vote", run.token_for(participation)))

    before, page = shown.context["lines"][0]["before"], shown.content.decode()
    assert before.own.number == 2
    outcome = before.outcome
    assert (outcome.n, outcome.median, outcome.q1, outcome.q3, outcome.iqr) == (7, 5, 3.5, 8.5, 5)
    for figure in ("3.5", "8.5"):
        assert figure in page
    assert "Because 9" in page


def test_a_person_sees_only_their_own_last_vote(second, client):
    own = client.get(url("vote", run.token_for(second.participations.order_by("pk")[1])))

    assert [line["before"].own.number for line in own.context["lines"]] == [9]


def test_under_five_votes_the_distribution_and_comments_are_withheld(db, client):
    panel = run.panel(statements=1)
    first = run.open_round(panel)
    for participation in first.participations.order_by("pk")[:4]:
        run.vote(participation, "9", comment="Secret reason")
    services.close_round(round_=first, by=None)
    round_ = run.open_round(panel)

    page = client.get(url("vote", run.token_for(round_.participations.order_by("pk").first())))

    assert 'class="withheld"' in page.content.decode()
    assert page.context["lines"][0]["before"].own.number == 9
    assert "Secret reason" not in page.content.decode()
    assert '<svg class="votes"' not in page.content.decode()


def test_a_forwarded_link_shows_no_name_or_address(second, client):
    participation = second.participations.order_by("pk").first()

    page = client.get(url("vote", run.token_for(participation))).content.decode()

    assert participation.panelist.name not in page
    assert participation.panelist.email not in page


def test_votes_are_saved_page_by_page_and_can_be_changed(db, client):
    panel = run.panel(statements=7)
    round_ = run.open_round(panel)
    participation, rows = round_.participations.first(), list(round_.round_items.select_related("item"))
    token = run.token_for(participation)

    answer = client.post(url("page", token, 1), {field(row): "8" for row in rows[:5]})
    assert answer.url == url("page", token, 2)
    answer = client.post(url("page", token, 2), {field(rows[5]): "none"})
    assert answer.url == url("finish", token)
    overview = client.get(answer.url).content.decode()
    client.post(url("page", token, 1), {field(rows[0]): "3"})
    client.post(url("finish", token))

    assert "Statement 7" in overview
    assert "Statement 6" not in overview
    own = {row.item.statement: row for row in rows}
    saved = votes_of(participation.panelist, round_)
    assert saved[own["Statement 1"].item_id].number == 3
    assert saved[own["Statement 2"].item_id].number == 8
    assert saved[own["Statement 6"].item_id].has_no_opinion
    assert Vote.objects.count() == 6
    assert RoundParticipation.objects.get(pk=participation.pk).is_finished


def test_votes_are_saved_automatically_without_leaving_the_page(db, client):
    round_ = run.open_round(run.panel(statements=1))
    row = round_.round_items.select_related("item").get()
    sent = {field(row): "4", "draft": "1"}

    answer = client.post(
        url("page", run.token_for(round_.participations.first()), 1), sent, headers={"HX-Request": "true"}
    )

    assert answer.status_code == 200
    assert "UTC" in answer.content.decode()
    assert Vote.objects.get().number == 4


def test_a_panelist_without_votes_cannot_finish(db, client):
    round_ = run.open_round(run.panel())
    participation = round_.participations.first()

    answer = client.post(url("finish", run.token_for(participation)))

    assert answer.status_code == 422
    assert not RoundParticipation.objects.get(pk=participation.pk).is_finished


@pytest.mark.parametrize("value", ["0", "10", "-1", "5.5", "x", "9" * 2000])
def test_invalid_votes_are_ignored(db, client, value):
    round_ = run.open_round(run.panel(statements=1))
    row = round_.round_items.select_related("item").get()

    answer = client.post(url("page", run.token_for(round_.participations.first()), 1), {field(row): value})

    assert answer.status_code == 302
    assert not Vote.objects.exists()


def test_oversized_scripted_and_null_byte_comments_are_harmless(db, client, coordinator, client_of):
    panel = run.panel(statements=1)
    round_ = run.open_round(panel)
    row = round_.round_items.select_related("item").get()
    token = run.token_for(round_.participations.first())
    comment = "<script>alert(1)</script>\x00" + "x" * 1_000_000

    answer = client.post(url("page", token, 1), {field(row): "5", f"c-{row.item.public_id}": comment})
    page = client.get(url("vote", token)).content.decode()

    assert answer.status_code == 302
    assert len(Vote.objects.get().comment) == 1000
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_export_escapes_formulas_and_withholds_small_counts(db, coordinator, client_of):
    panel = run.panel(statements=0, people=7)
    services.set_items(panel=panel, competencies=[], statements=["=HYPERLINK(1)", "Plain"], by=None)
    round_ = run.open_round(panel)
    for participation in round_.participations.order_by("pk")[:5]:
        run.vote(participation, "7", "")
    services.close_round(round_=round_, by=None)

    address = reverse("assessments:consensus:results", args=[panel.public_id])
    file = client_of(coordinator).get(address, {"export": "csv"}).content.decode()
    book = client_of(coordinator).get(address, {"export": "xlsx"})

    assert "'=HYPERLINK(1)" in file
    assert ItemOutcome.objects.get(round_item__item__statement="Plain").n is None
    assert next(line for line in file.splitlines() if "Plain" in line).count(str(WITHHELD)) >= 5
    assert book.content[:2] == b"PK"


@pytest.mark.parametrize("token", ["x" * 43, "x"])
def test_guessed_link_gives_no_access(db, client, token):
    run.open_round(run.panel())

    assert client.get(url("vote", token)).status_code == 404
    assert client.post(url("page", token, 1), {}).status_code == 404


def test_link_of_a_questionnaire_gives_no_vote(db, client):
    from tests.factories import assessments as make

    invited = make.invitation(make.open_assessment())

    assert client.get(url("vote", make.token_for(invited))).status_code == 404


def test_link_expires_with_its_round(second, client):
    participation = second.participations.first()
    token = run.token_for(participation)
    row = second.round_items.select_related("item").get()

    with time_machine.travel(second.closes_at + timedelta(minutes=1)):
        late = client.post(url("page", token, 1), {field(row): "5"})
    services.close_round(round_=second, by=None)

    assert late.status_code == 410
    assert client.get(url("vote", token)).status_code == 410
    assert not Vote.objects.filter(round_item__round=second).exists()


@pytest.mark.django_db(transaction=True)
def test_concurrent_votes_store_one():
    round_ = run.open_round(run.panel(statements=1))
    participation = round_.participations.select_related("panelist").first()
    start = threading.Barrier(2)

    def act(value):
        try:
            start.wait(10)
            run.vote(
                RoundParticipation.objects.select_related("panelist", "round").get(pk=participation.pk), value
            )
        finally:
            connections.close_all()

    threads = [threading.Thread(target=act, args=[value]) for value in ("3", "8")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert Vote.objects.get().number in (3, 8)


def test_language_is_the_panelists_and_changing_it_preserves_votes(db, client):
    round_ = run.open_round(run.panel(statements=1))
    row = round_.round_items.select_related("item").get()
    participation = round_.participations.first()
    token = run.token_for(participation)

    client.post(url("page", token, 1), {field(row): "6", "language": "ar"})
    page = client.get(url("vote", token))

    assert page.headers["Content-Language"] == "ar"
    assert 'dir="rtl"' in page.content.decode()
    assert "الجولة ١" in page.content.decode()  # whatever the browser's language
    assert Vote.objects.get().number == 6
