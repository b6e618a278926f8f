"""Proposing motions, voting and counting. A carried motion takes effect in the same transaction as its count."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from evaluations.agenda import policies, voting
from evaluations.agenda.errors import (
    ItemIncompleteError,
    NoMeetingError,
    NotRepresentativeError,
    NoVoteError,
    OtherAgendaError,
    TooEarlyError,
    VoteClosedError,
    VotedError,
)
from evaluations.agenda.models import AgendaItem, AgendaPartner, BoardMeeting, ReformAgenda
from evaluations.agenda.motion_models import AgendaMotion, AgendaOutcome, AgendaVote
from participants.accounts.models import User
from portal.access.locking import lock_for_update
from portal.audit import services as audit
from portal.search import services as search

Effect = AgendaMotion.Effect


@transaction.atomic
def propose_motion(
    *,
    agenda: ReformAgenda,
    title: str,
    closes_at: datetime.datetime,
    by: User,
    text: str = "",
    effect: str = Effect.NONE,
    item: AgendaItem | None = None,
    meeting: BoardMeeting | None = None,
    new_date: datetime.date | None = None,
) -> AgendaMotion:
    """Propose a motion under the agenda's current majority and quorum. Raises OtherAgendaError, ItemIncompleteError."""
    agenda = lock_for_update(agenda)
    if any(row is not None and row.agenda_id != agenda.pk for row in (item, meeting)):
        raise OtherAgendaError
    if effect == Effect.AGREE and item is not None and (item.owner_id is None or item.due_on is None):
        raise ItemIncompleteError
    last = agenda.motions.aggregate(last=Max("number"))["last"] or 0
    motion = AgendaMotion.objects.create(
        agenda=agenda,
        number=last + 1,
        title=title,
        text=text,
        effect=effect,
        item=item,
        meeting=meeting,
        new_date=new_date if effect == Effect.MOVE else None,
        majority=agenda.majority,
        quorum_percent=agenda.quorum_percent,
        closes_at=closes_at,
        proposed_by=by,
    )
    audit.record(by, "agenda.motion_proposed", agenda, motion=str(motion.public_id))
    return motion


@transaction.atomic
def vote(
    *, motion: AgendaMotion, partner: AgendaPartner, choice: str, by: User, grounds: str = ""
) -> AgendaVote:
    """Cast a partner's only vote. Raises NotRepresentativeError, NoVoteError, VoteClosedError, VotedError."""
    motion = lock_for_update(motion)
    if not policies.partners_represented_by(by, motion.agenda_id).filter(pk=partner.pk).exists():
        raise NotRepresentativeError
    if motion.closes_at <= timezone.now():
        raise VoteClosedError
    return _create_vote(motion, partner, choice, by, grounds, recorded_by_secretariat=False)


@transaction.atomic
def record_vote(
    *, motion: AgendaMotion, partner: AgendaPartner, choice: str, by: User, grounds: str = ""
) -> AgendaVote:
    """Record a vote that was stated in the meeting, marked as such. Raises NoMeetingError and the errors of `vote`."""
    motion = lock_for_update(motion)
    if not was_in_meeting(motion):
        raise NoMeetingError
    return _create_vote(motion, partner, choice, by, grounds, recorded_by_secretariat=True)


def _create_vote(
    motion: AgendaMotion,
    partner: AgendaPartner,
    choice: str,
    by: User,
    grounds: str,
    *,
    recorded_by_secretariat: bool,
) -> AgendaVote:
    if partner.agenda_id != motion.agenda_id or not partner.has_vote:
        raise NoVoteError
    if AgendaOutcome.objects.filter(motion=motion).exists():
        raise VoteClosedError
    if AgendaVote.objects.filter(motion=motion, partner=partner).exists():
        raise VotedError
    cast = AgendaVote.objects.create(
        motion=motion,
        partner=partner,
        choice=choice,
        grounds=grounds,
        cast_by=by,
        recorded_by_secretariat=recorded_by_secretariat,
    )
    audit.record(by, "agenda.voted", motion.agenda, motion=motion.number, partner=str(partner.public_id))
    return cast


def entitled(agenda_id: int) -> Any:
    return AgendaPartner.objects.filter(agenda=agenda_id, left_on=None).exclude(
        role=AgendaPartner.Role.OBSERVER
    )


def was_in_meeting(motion: AgendaMotion) -> bool:
    """Whether the motion was proposed in a meeting that has started and was not cancelled."""
    meeting = motion.meeting
    return meeting is not None and meeting.cancelled_on is None and meeting.starts <= timezone.now()


def may_count(motion: AgendaMotion) -> bool:
    """Whether voting has closed, all partners have voted, or the motion's meeting has started."""
    everybody = motion.votes.count() >= entitled(motion.agenda_id).count() > 0
    return motion.closes_at <= timezone.now() or was_in_meeting(motion) or everybody


@transaction.atomic
def count_votes(*, motion: AgendaMotion, by: User) -> AgendaOutcome:
    """Count the votes and apply a carried motion. Raises VoteClosedError, TooEarlyError, ItemIncompleteError."""
    agenda = lock_for_update(motion.agenda)  # the board must not change before the count is written
    motion = lock_for_update(motion)
    if AgendaOutcome.objects.filter(motion=motion).exists():
        raise VoteClosedError
    if not may_count(motion):
        raise TooEarlyError
    choices = motion.votes.values_list("choice", flat=True)
    tally = voting.count(choices, entitled=entitled(agenda.pk).count())
    result = voting.outcome_of(tally, majority=motion.majority, quorum_percent=motion.quorum_percent)
    outcome = AgendaOutcome.objects.create(
        motion=motion,
        outcome=result.value,
        in_favour=tally.in_favour,
        against=tally.against,
        abstained=tally.abstained,
        entitled=tally.entitled,
        closed_by=by,
    )
    outcome.refresh_from_db()  # the trigger sets the counts
    if result is voting.Outcome.CARRIED:
        _take_effect(motion)
    audit.record(by, "agenda.counted", agenda, motion=motion.number, outcome=result.value)
    return outcome


def _take_effect(motion: AgendaMotion) -> None:
    if motion.effect not in AgendaMotion.ON_ITEM or motion.item is None:
        return
    item = lock_for_update(motion.item)
    state = {
        Effect.AGREE: AgendaItem.State.AGREED,
        Effect.DONE: AgendaItem.State.DONE,
        Effect.HOLD: AgendaItem.State.ON_HOLD,
        Effect.DROP: AgendaItem.State.DROPPED,
    }.get(Effect(motion.effect), item.state)
    if state == AgendaItem.State.AGREED and (item.owner_id is None or item.due_on is None):
        raise ItemIncompleteError  # the item changed after the motion was proposed
    item.state = state
    if motion.new_date is not None:
        item.due_on = motion.new_date
    item.revision += 1
    item.save(update_fields=["state", "due_on", "revision", "updated_at"])
    search.index(item, title=item.title, body=item.description)
