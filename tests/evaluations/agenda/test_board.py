"""Votes of the board: one per partner, counted by the database; carried motions take effect."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from django.utils import timezone

from evaluations.agenda import errors, motions, services
from evaluations.agenda.models import ReformAgenda
from evaluations.agenda.motion_models import AgendaMotion, AgendaOutcome, AgendaVote
from portal.access.errors import StaleRevisionError
from portal.audit.models import AuditEntry
from tests.factories import agendas as make
from tests.factories.participants import OrganisationFactory, UserFactory
from tests.racing import two_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def agenda(coordinator):
    return make.agenda(by=coordinator)


def test_a_partner_with_two_delegates_has_one_vote(agenda, coordinator, client_of):
    seat, user = make.partner(agenda, by=coordinator)
    second = UserFactory()
    second.person.affiliations.create(organisation=seat.organisation, starts="2020-01-01")
    services.name_delegate(partner=seat, user=second, by=coordinator)
    motion = make.motion(agenda, by=coordinator)
    url = reverse("evaluations:agenda:motion", args=[motion.public_id])

    client_of(user).post(url, {"partner": seat.pk, "choice": "for", "grounds": "It is time."})
    client_of(second).post(url, {"partner": seat.pk, "choice": "against"})
    client_of(coordinator).post(reverse("evaluations:agenda:count_votes", args=[motion.public_id]))

    outcome = AgendaOutcome.objects.get()
    assert (outcome.outcome, outcome.in_favour, outcome.against) == ("carried", 1, 0)
    assert "It is time." in client_of(second).get(url).content.decode()


def test_nobody_sees_how_others_voted_before_the_count(agenda, coordinator, client_of):
    bar, voter = make.partner(agenda, by=coordinator, name="Bar of the Islands")
    _second, other = make.partner(agenda, by=coordinator)
    motion = make.motion(agenda, by=coordinator)
    motions.vote(motion=motion, partner=bar, choice="against", grounds="Secret until then", by=voter)
    url = reverse("evaluations:agenda:motion", args=[motion.public_id])

    seen = {
        name: client_of(user).get(url).content.decode() for name, user in (("own", voter), ("other", other))
    }
    seen["keeper"] = client_of(coordinator).get(url).content.decode()
    seen["page"] = (
        client_of(other).get(reverse("evaluations:agenda:agenda", args=[agenda.public_id])).content.decode()
    )

    assert {name for name, text in seen.items() if "Secret until then" in text} == {"own"}
    assert "Bar of the Islands" in seen["other"]


@pytest.mark.django_db(transaction=True)
def test_of_two_simultaneous_votes_of_a_partner_one_is_counted(coordinator):
    agenda = make.agenda(by=coordinator)
    seat, user = make.partner(agenda, by=coordinator)
    motion = make.motion(agenda, by=coordinator)

    outcomes = two_at_once(
        lambda: motions.vote(motion=motion, partner=seat, choice="for", by=user),
        lambda: motions.vote(motion=motion, partner=seat, choice="against", by=user),
    )

    assert sorted(isinstance(outcome, errors.VotedError) for outcome in outcomes) == [False, True]
    assert AgendaVote.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_vote_at_the_moment_of_the_count_is_counted_or_rejected(coordinator):
    agenda = make.agenda(by=coordinator)
    early, early_voter = make.partner(agenda, by=coordinator)
    late, late_voter = make.partner(agenda, by=coordinator)
    held = timezone.now() - timedelta(hours=1)
    meeting = services.call_meeting(
        agenda=agenda, starts=held, ends=held + timedelta(hours=2), by=coordinator
    )
    motion = make.motion(agenda, meeting=meeting, by=coordinator)
    motions.vote(motion=motion, partner=early, choice="for", by=early_voter)

    cast, counted = two_at_once(
        lambda: motions.vote(motion=motion, partner=late, choice="against", by=late_voter),
        lambda: motions.count_votes(motion=motion, by=coordinator),
    )

    outcome = AgendaOutcome.objects.get()
    assert counted == outcome
    was_in_time = isinstance(cast, AgendaVote)
    assert isinstance(cast, (AgendaVote, errors.VoteClosedError))
    assert (outcome.in_favour, outcome.against) == (1, int(was_in_time))
    assert AgendaVote.objects.count() == 1 + int(was_in_time)


def test_the_database_rejects_second_and_late_votes_and_partners_without_a_vote(agenda, coordinator):
    seat, user = make.partner(agenda, by=coordinator)
    observer, _nobody = make.partner(agenda, role="observer", by=coordinator)
    foreign, _user = make.partner(make.agenda(title="Other", by=coordinator), by=coordinator)
    motion = make.motion(agenda, by=coordinator)
    motions.vote(motion=motion, partner=seat, choice="for", by=user)

    def write(partner):
        with pytest.raises(IntegrityError), transaction.atomic():
            AgendaVote.objects.create(motion=motion, partner=partner, choice="for", cast_by=user)

    for partner in (seat, observer, foreign):
        write(partner)
    motions.count_votes(motion=motion, by=coordinator)
    late, _late_user = make.partner(agenda, by=coordinator)
    write(late)


def test_votes_motions_and_outcomes_are_append_only_and_counts_cannot_be_set(agenda, coordinator):
    seat, user = make.partner(agenda, by=coordinator)
    motion = make.motion(agenda, by=coordinator)
    motions.vote(motion=motion, partner=seat, choice="against", by=user)
    AgendaOutcome.objects.create(
        motion=motion, outcome="rejected", in_favour=40, entitled=1, closed_by=coordinator
    )

    outcome = AgendaOutcome.objects.get()
    assert (outcome.in_favour, outcome.against) == (0, 1)
    for rows, change in (
        (AgendaVote, {"choice": "for"}), (AgendaMotion, {"title": "x"}), (AgendaOutcome, {"outcome": "carried"}),
    ):  # fmt: skip
        with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
            rows.objects.update(**change)


def test_secretariat_observers_and_former_partners_have_no_vote(agenda, coordinator, client_of):
    seat, user = make.partner(agenda, by=coordinator)
    observer, listener = make.partner(agenda, role="observer", by=coordinator)
    gone, former = make.partner(agenda, by=coordinator)
    services.remove_partner(partner=gone, by=coordinator)
    motion = make.motion(agenda, by=coordinator)

    for who, partner, error in (
        (coordinator, seat, errors.NotRepresentativeError),
        (listener, observer, errors.NoVoteError),
        (former, gone, errors.NotRepresentativeError),
        (listener, seat, errors.NotRepresentativeError),
    ):
        with pytest.raises(error):
            motions.vote(motion=motion, partner=partner, choice="for", by=who)
    page = client_of(listener).get(reverse("evaluations:agenda:motion", args=[motion.public_id]))
    assert page.context["form"] is None
    assert user != listener


def test_a_carried_motion_takes_effect_and_a_rejected_one_does_not(agenda, coordinator):
    seat, user = make.partner(agenda, by=coordinator)
    day = timezone.localdate() + timedelta(days=30)
    step = make.item(agenda, owner=seat, due_on=day, by=coordinator)
    make.carry(agenda, effect="agree", item=step, by=coordinator)
    step.refresh_from_db()
    agreed = step.state

    refused = make.motion(agenda, effect="move", item=step, new_date=day + timedelta(days=9), by=coordinator)
    motions.vote(motion=refused, partner=seat, choice="against", by=user)
    motions.count_votes(motion=refused, by=coordinator)

    step.refresh_from_db()
    assert (agreed, step.state, step.due_on) == ("agreed", "agreed", day)
    make.carry(agenda, effect="move", item=step, new_date=day + timedelta(days=9), by=coordinator)
    step.refresh_from_db()
    assert step.due_on == day + timedelta(days=9)


def test_editing_an_agreed_item_changes_neither_owner_nor_date(agenda, coordinator):
    seat, _user = make.partner(agenda, by=coordinator)
    day = timezone.localdate() + timedelta(days=30)
    step = make.item(agenda, owner=seat, due_on=day, by=coordinator)
    make.carry(agenda, effect="agree", item=step, by=coordinator)
    step.refresh_from_db()

    changed = services.save_item(
        item=step, revision=step.revision, title="Better words", owner=seat, due_on=day + timedelta(days=99),
        by=coordinator,
    )  # fmt: skip

    assert (changed.title, changed.due_on) == ("Better words", day)
    with pytest.raises(errors.ItemIncompleteError):
        services.save_item(item=changed, revision=changed.revision, owner=None, by=coordinator)


def test_an_item_without_owner_or_date_cannot_be_proposed_for_agreement(agenda, coordinator):
    with pytest.raises(errors.ItemIncompleteError):
        make.motion(agenda, effect="agree", item=make.item(agenda, by=coordinator), by=coordinator)


def test_a_vote_cannot_be_counted_before_it_closes_unless_all_have_voted(agenda, coordinator):
    seat, user = make.partner(agenda, by=coordinator)
    make.partner(agenda, by=coordinator)
    motion = make.motion(agenda, by=coordinator)
    motions.vote(motion=motion, partner=seat, choice="for", by=user)

    with pytest.raises(errors.TooEarlyError):
        motions.count_votes(motion=motion, by=coordinator)


def test_the_board_cannot_change_while_a_vote_is_open(agenda, coordinator):
    seat, _user = make.partner(agenda, by=coordinator)
    make.motion(agenda, by=coordinator)

    with pytest.raises(errors.OpenVoteError):
        services.remove_partner(partner=seat, by=coordinator)
    with pytest.raises(errors.OpenVoteError):
        services.add_partner(agenda=agenda, organisation=OrganisationFactory(), role="member", by=coordinator)


def test_a_vote_stated_in_a_meeting_is_marked_and_not_accepted_before_the_meeting(
    agenda, coordinator, client_of
):
    seat, user = make.partner(agenda, by=coordinator)
    now = timezone.now()
    later = services.call_meeting(
        agenda=agenda, starts=now + timedelta(days=1), ends=now + timedelta(days=2), by=coordinator
    )
    held = services.call_meeting(
        agenda=agenda, starts=now - timedelta(hours=2), ends=now - timedelta(hours=1), by=coordinator
    )
    early = make.motion(agenda, meeting=later, by=coordinator)
    motion = make.motion(agenda, meeting=held, by=coordinator)
    url = reverse("evaluations:agenda:record_vote", args=[motion.public_id])

    client_of(coordinator).post(url, {"partner": seat.pk, "choice": "for"})
    motions.count_votes(motion=motion, by=coordinator)

    assert AgendaVote.objects.get().recorded_by_secretariat
    page = client_of(user).get(reverse("evaluations:agenda:motion", args=[motion.public_id]))
    assert [vote.recorded_by_secretariat for vote in page.context["votes"]] == [True]
    with pytest.raises(errors.NoMeetingError):
        motions.record_vote(motion=early, partner=seat, choice="for", by=coordinator)


def test_no_votes_are_recorded_or_counted_in_a_cancelled_meeting(agenda, coordinator):
    seat, _user = make.partner(agenda, by=coordinator)
    now = timezone.now()
    meeting = services.call_meeting(
        agenda=agenda, starts=now - timedelta(hours=2), ends=now - timedelta(hours=1), by=coordinator
    )
    motion = make.motion(agenda, meeting=meeting, by=coordinator)
    services.cancel_meeting(meeting=meeting, by=coordinator)
    motion = AgendaMotion.objects.get(pk=motion.pk)

    with pytest.raises(errors.NoMeetingError):
        motions.record_vote(motion=motion, partner=seat, choice="for", by=coordinator)
    with pytest.raises(errors.TooEarlyError):
        motions.count_votes(motion=motion, by=coordinator)


def test_only_people_affiliated_with_a_partner_can_represent_it(agenda, coordinator, client_of):
    seat, _user = make.partner(agenda, by=coordinator)
    stranger, former = UserFactory(), UserFactory()
    former.person.affiliations.create(organisation=seat.organisation, starts="2019-01-01", ends="2020-01-01")
    url = reverse("evaluations:agenda:name_delegate", args=[seat.public_id])

    refused = client_of(coordinator).post(url, {"user": stranger.pk})

    assert refused.status_code == 422
    for user in (stranger, former):
        with pytest.raises(errors.NotAffiliatedError):
            services.name_delegate(partner=seat, user=user, by=coordinator)


def test_an_open_vote_is_on_the_home_page_of_delegates_who_have_not_voted(agenda, coordinator, client_of):
    seat, user = make.partner(agenda, by=coordinator)
    motion = make.motion(agenda, title="Firm dates everywhere", by=coordinator)
    before = client_of(user).get(reverse("home")).content.decode()

    motions.vote(motion=motion, partner=seat, choice="for", by=user)

    after = client_of(user).get(reverse("home")).content.decode()
    assert "Vote: Firm dates everywhere" in before
    assert "Vote: Firm dates everywhere" not in after


def test_publicity_follows_from_the_last_carried_motion(agenda, coordinator):
    seat, user = make.partner(agenda, by=coordinator)

    def public():
        return ReformAgenda.objects.public().filter(pk=agenda.pk).exists()

    seen = [public()]
    lost = make.motion(agenda, effect="publish", by=coordinator)
    motions.vote(motion=lost, partner=seat, choice="against", by=user)
    motions.count_votes(motion=lost, by=coordinator)
    seen.append(public())
    make.carry(agenda, effect="publish", by=coordinator)
    seen.append(public())
    make.carry(agenda, effect="close", by=coordinator)
    seen.append(public())

    assert seen == [False, False, True, False]


def test_a_delegate_who_is_ended_can_no_longer_vote(agenda, coordinator):
    seat, user = make.partner(agenda, by=coordinator)
    motion = make.motion(agenda, by=coordinator)

    for _twice in range(2):
        services.end_delegate(delegate=seat.delegates.get(), by=coordinator)

    with pytest.raises(errors.NotRepresentativeError):
        motions.vote(motion=motion, partner=seat, choice="for", by=user)
    assert AuditEntry.objects.filter(action="agenda.delegate_ended").count() == 1


def test_the_second_of_two_edits_of_a_meeting_is_rejected(agenda, coordinator):
    starts = timezone.now() + timedelta(days=9)
    meeting = services.call_meeting(
        agenda=agenda, starts=starts, ends=starts + timedelta(hours=2), by=coordinator
    )
    services.save_meeting(meeting=meeting, revision=1, venue="Suva", by=coordinator)

    with pytest.raises(StaleRevisionError):
        services.save_meeting(meeting=meeting, revision=1, venue="Nadi", by=coordinator)

    meeting.refresh_from_db()
    assert meeting.venue == "Suva"
