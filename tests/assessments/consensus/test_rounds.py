"""Rounds: what is fixed, who is emailed, which items continue, and the final outcome."""

import threading
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connections, transaction
from django.urls import reverse
from django.utils import timezone

from assessments.consensus import emails, services
from assessments.consensus.errors import (
    NothingToVoteOnError,
    NotReadyError,
    PanelRunsError,
    RoundClosedError,
)
from assessments.consensus.models import (
    ConsensusPanel,
    ConsensusRound,
    ItemOutcome,
    Panelist,
    RoundParticipation,
    Vote,
)
from assessments.consensus.queries import last_outcomes
from portal.jobs.models import Job
from portal.mail.models import OutgoingMail
from tests.factories import assessments as make
from tests.factories import consensus as run
from tests.factories.participants import JurisdictionFactory

AGREED, SPLIT = [7, 8, 8, 9, 6, 8, 7], [2, 9, 5, 8, 3, 9, 4]


@pytest.mark.django_db
def test_only_items_without_consensus_enter_the_next_round():
    panel = run.panel()
    first = run.open_round(panel)
    run.vote_all(first, AGREED, SPLIT)
    services.close_round(round_=first, by=None)

    second = run.open_round(panel)

    assert [row.item.statement for row in second.round_items.all()] == ["Statement 2"]
    outcome = ItemOutcome.objects.get(round_item__item__statement="Statement 1")
    assert (outcome.result, outcome.median, outcome.iqr, outcome.n) == ("agreed", 8, 1, 7)
    assert outcome.counts == [0, 0, 0, 0, 0, 1, 2, 3, 1]


@pytest.mark.django_db
def test_stability_between_rounds_is_the_change_of_the_median():
    panel = run.panel(statements=1)
    for votes in (SPLIT, [7, 9, 5, 9, 3, 9, 6]):
        round_ = run.open_round(panel)
        run.vote_all(round_, votes)
        services.close_round(round_=round_, by=None)

    first, second = ItemOutcome.objects.order_by("round_item__round__number")
    assert (first.change, second.change) == (None, Decimal("2.00"))


@pytest.mark.django_db
def test_panel_closes_without_open_items_or_after_the_last_round():
    agreed, split = run.panel(statements=1), run.panel(statements=1, max_rounds=1)
    for panel, votes in ((agreed, AGREED), (split, SPLIT)):
        round_ = run.open_round(panel)
        run.vote_all(round_, votes)
        services.close_round(round_=round_, by=None)

    assert set(ConsensusPanel.objects.values_list("state", flat=True)) == {"closed"}
    for panel in (agreed, split):
        with pytest.raises(NothingToVoteOnError):
            run.open_round(panel)


@pytest.mark.django_db
def test_under_five_votes_the_item_continues_without_a_result():
    panel = run.panel(statements=1)
    round_ = run.open_round(panel)
    for participation in round_.participations.all()[:4]:
        run.vote(participation, "9")
    run.vote(round_.participations.last(), "none")
    services.close_round(round_=round_, by=None)

    outcome = ItemOutcome.objects.get()
    assert (outcome.result, outcome.n, outcome.median, outcome.counts) == ("too_few", None, None, [])
    assert run.open_round(panel).round_items.count() == 1


@pytest.mark.django_db
def test_thresholds_are_fixed_after_the_first_round():
    panel = run.panel()
    services.save_panel(panel=panel, revision=1, min_median=6, by=None)
    run.open_round(panel)
    panel.refresh_from_db()

    with pytest.raises(PanelRunsError):
        services.save_panel(panel=panel, revision=panel.revision, max_iqr=Decimal(4), by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsensusPanel.objects.filter(pk=panel.pk).update(max_iqr=4)
    with pytest.raises(PanelRunsError):
        services.set_items(panel=panel, competencies=[], statements=["Another"], by=None)
    services.save_panel(panel=panel, revision=panel.revision, title="New title", by=None)


@pytest.mark.django_db
def test_outcomes_of_a_closed_round_cannot_be_changed():
    panel = run.panel(statements=1)
    round_ = run.open_round(panel)
    run.vote_all(round_, AGREED)
    services.close_round(round_=round_, by=None)

    for act in (
        lambda: ItemOutcome.objects.all().delete(),
        lambda: Vote.objects.all().delete(),
        lambda: Vote.objects.update(number=1),
        lambda: Vote.objects.create(round_item=round_.round_items.get(), voter_key="x", number=1),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert ItemOutcome.objects.get().median == 8


@pytest.mark.django_db
def test_everyone_gets_one_invitation_and_one_reminder_per_round():
    panel = run.panel(people=6, statements=1)
    round_ = run.open_round(panel)
    through = round_.participations.first()
    run.vote(through, "5")
    from assessments.consensus import votes

    votes.finish(participation=through)

    sent = [emails.remind(round_=round_, by=None)[0] for _n in range(2)]
    emails.send_invitations(round_)

    assert sent == [5, 0]
    templates = OutgoingMail.objects.values_list("template", flat=True)
    assert sorted(templates).count("assessments/consensus_invitation") == 6
    reminded = OutgoingMail.objects.filter(template="assessments/consensus_reminder")
    assert through.panelist.email not in set(reminded.values_list("to", flat=True))


@pytest.mark.django_db
def test_more_than_fifty_emails_are_sent_by_a_restartable_job():
    panel = run.panel(people=51, statements=1)
    round_, job = services.open_round(panel=panel, closes_at=timezone.now() + timedelta(days=5), by=None)

    assert job == Job.objects.get(kind=emails.INVITE)
    assert not OutgoingMail.objects.exists()
    assert emails.send_invitations(round_) == 51
    assert emails.send_invitations(round_) == 0
    assert OutgoingMail.objects.count() == 51


@pytest.mark.django_db
def test_overdue_round_closes_automatically_once():
    panel = run.panel(statements=1)
    round_ = run.open_round(panel)
    run.vote_all(round_, AGREED)

    assert services.close_due() == 0
    with time_machine.travel(round_.closes_at + timedelta(minutes=1)):
        assert services.close_due() == 1
        assert services.close_due() == 0
    assert ItemOutcome.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_concurrent_closing_gives_one_outcome():
    panel = run.panel(statements=1)
    round_ = run.open_round(panel)
    run.vote_all(round_, AGREED)
    start, refused = threading.Barrier(2), []

    def act():
        try:
            start.wait(10)
            services.close_round(round_=ConsensusRound.objects.get(pk=round_.pk), by=None)
        except RoundClosedError as error:
            refused.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=act) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert refused == ["closed"]
    assert ItemOutcome.objects.count() == 1


@pytest.mark.django_db
def test_four_panelists_are_too_few_to_start():
    with pytest.raises(NotReadyError):
        run.open_round(run.panel(people=4))
    assert not ConsensusRound.objects.exists()


@pytest.mark.django_db
def test_a_second_round_requires_the_first_to_close():
    panel = run.panel()
    run.open_round(panel)

    with pytest.raises(NotReadyError):
        run.open_round(panel)


@pytest.mark.django_db
def test_panelists_are_added_from_all_sources_once_per_address(coordinator, client_of):
    from assessments.stakeholders.models import Stakeholder

    jurisdiction = JurisdictionFactory()
    assessment = make.open_assessment(jurisdiction=jurisdiction)
    make.invitation(assessment, email="anna@court.example", name="Anna")
    Stakeholder.objects.create(
        jurisdiction=jurisdiction,
        group_code="judge",
        name="Anna B",
        email="ANNA@court.example",
        language="fr",
    )
    Stakeholder.objects.create(
        jurisdiction=jurisdiction, group_code="judge", name="Bo", email="bo@court.example"
    )
    panel = run.panel(assessment=assessment, people=0)
    address = reverse("assessments:consensus:panelists", args=[panel.public_id])
    client = client_of(coordinator)

    wrong = client.post(address, {"text": "no address, Carla"})
    client.post(
        address,
        {
            "text": "carla@court.example, Carla, ar",
            "register_groups": ["judge"],
            "invited_groups": ["judge"],
        },
    )

    assert wrong.status_code == 422
    assert "Line 1: " in wrong.content.decode()
    emails = set(Panelist.objects.values_list("email", "language"))
    assert {("carla@court.example", "ar"), ("ANNA@court.example", "fr"), ("bo@court.example", "en")} <= emails
    assert not any(email == "anna@court.example" for email, _language in emails)


@pytest.mark.django_db
def test_invited_panelists_cannot_be_removed():
    panel = run.panel()
    run.open_round(panel)
    ids = [str(row.public_id) for row in panel.panelists.all()]

    assert services.remove_panelists(panel=panel, ids=ids, by=None) == 0
    assert RoundParticipation.objects.count() == 7
    assert last_outcomes(panel) == {}
