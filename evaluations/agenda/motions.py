"""Putting a motion, voting, counting. What is carried takes effect in the same transaction as its count."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from evaluations.agenda import policies, voting
from evaluations.agenda.errors import (
    ItemIncompleteError,
    NoMeetingError,
    NoVoteError,
    OtherAgendaError,
    TooEarlyError,
    VoteClosedError,
    VotedError,
)
from evaluations.agenda.models import AgendaItem, AgendaPartner, BoardMeeting, ReformAgenda
from evaluations.agenda.motion_models import AgendaMotion, AgendaOutcome, AgendaVote
from portal.access.rows import lock_for_update
from portal.audit import services as audit
from portal.search import services as search

Effect = AgendaMotion.Effect


@transaction.atomic
def propose_motion(
    *,
    agenda: ReformAgenda,
    title: str,
    closes_at: datetime.datetime,
    by: Any,
    text: str = "",
    effect: str = Effect.NONE,
    item: AgendaItem | None = None,
    meeting: BoardMeeting | None = None,
    new_date: datetime.date | None = None,
) -> AgendaMotion:
    """Put a motion to the board, under the rule that the agenda has now. Raises OtherAgendaError, NotReadyError."""
    agenda = lock_for_update(agenda)
    if any(row is not None and row.agenda_id != agenda.pk for row in (item, meeting)):
        raise OtherAgendaError
    if effect == Effect.AGREE and item is not None and (item.owner_id is None or item.due_on is None):
        raise ItemIncompleteError
    last = agenda.decisions.aggregate(last=Max("number"))["last"] or 0
    decision = AgendaMotion.objects.create(
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
        put_by=by,
    )
    audit.record(by, "agenda.motion_put", agenda, decision=str(decision.public_id))
    return decision


@transaction.atomic
def vote(
    *, decision: AgendaMotion, partner: AgendaPartner, choice: str, by: Any, grounds: str = ""
) -> AgendaVote:
    """Cast a partner's one vote. Raises NoVoteError, VoteClosedError, VotedError."""
    decision = lock_for_update(decision)
    if not policies.partners_represented_by(by, decision.agenda_id).filter(pk=partner.pk).exists():
        raise NoVoteError
    if decision.closes_at <= timezone.now():
        raise VoteClosedError
    return _cast(decision, partner, choice, by, grounds, as_told=False)


@transaction.atomic
def record_vote(
    *, decision: AgendaMotion, partner: AgendaPartner, choice: str, by: Any, grounds: str = ""
) -> AgendaVote:
    """Write down a vote as it was told in the meeting; the page says that it was. Raises as `vote`, NoMeetingError."""
    decision = lock_for_update(decision)
    if not was_in_meeting(decision):
        raise NoMeetingError
    return _cast(decision, partner, choice, by, grounds, as_told=True)


def _cast(
    decision: AgendaMotion, partner: AgendaPartner, choice: str, by: Any, grounds: str, *, as_told: bool
) -> AgendaVote:
    if partner.agenda_id != decision.agenda_id or not partner.has_vote:
        raise NoVoteError
    if AgendaOutcome.objects.filter(decision=decision).exists():
        raise VoteClosedError
    if AgendaVote.objects.filter(decision=decision, partner=partner).exists():
        raise VotedError
    cast = AgendaVote.objects.create(
        decision=decision, partner=partner, choice=choice, grounds=grounds, cast_by=by, as_told=as_told
    )
    audit.record(
        by, "agenda.voted", decision.agenda, decision=decision.number, partner=str(partner.public_id)
    )
    return cast


def entitled(agenda_id: int) -> Any:
    return AgendaPartner.objects.filter(agenda=agenda_id, left_on=None).exclude(part=AgendaPartner.Role.HEARS)


def was_in_meeting(decision: AgendaMotion) -> bool:
    """Whether it was put in a meeting that has begun; one that was cancelled never does."""
    meeting = decision.meeting
    return meeting is not None and meeting.cancelled_on is None and meeting.starts <= timezone.now()


def may_count(decision: AgendaMotion) -> bool:
    """Once its day is over, all have voted, or it was put in a meeting that has begun."""
    everybody = decision.votes.count() >= entitled(decision.agenda_id).count() > 0
    return decision.closes_at <= timezone.now() or was_in_meeting(decision) or everybody


@transaction.atomic
def count_votes(*, decision: AgendaMotion, by: Any) -> AgendaOutcome:
    """Close the vote and let what was carried take effect. Raises VoteClosedError, TooEarlyError, NotReadyError."""
    agenda = lock_for_update(decision.agenda)  # the board stays as it is until the count is written
    decision = lock_for_update(decision)
    if AgendaOutcome.objects.filter(decision=decision).exists():
        raise VoteClosedError
    if not may_count(decision):
        raise TooEarlyError
    choices = decision.votes.values_list("choice", flat=True)
    tally = voting.count(choices, entitled=entitled(agenda.pk).count())
    found = voting.outcome_of(tally, majority=decision.majority, quorum_percent=decision.quorum_percent)
    outcome = AgendaOutcome.objects.create(
        decision=decision,
        outcome=found.value,
        in_favour=tally.in_favour,
        against=tally.against,
        abstained=tally.abstained,
        entitled=tally.entitled,
        closed_by=by,
    )
    outcome.refresh_from_db()  # the database counted
    if found is voting.Outcome.CARRIED:
        _take_effect(decision)
    audit.record(by, "agenda.counted", agenda, decision=decision.number, outcome=found.value)
    return outcome


def _take_effect(decision: AgendaMotion) -> None:
    if decision.effect not in AgendaMotion.ON_STEP or decision.item is None:
        return
    item = lock_for_update(decision.item)
    state = {
        Effect.AGREE: AgendaItem.State.AGREED,
        Effect.DONE: AgendaItem.State.DONE,
        Effect.HOLD: AgendaItem.State.ON_HOLD,
        Effect.DROP: AgendaItem.State.DROPPED,
    }.get(Effect(decision.effect), item.state)
    if state == AgendaItem.State.AGREED and (item.owner_id is None or item.due_on is None):
        raise ItemIncompleteError  # changed since the motion was put
    item.state = state
    if decision.new_date is not None:
        item.due_on = decision.new_date
    item.revision += 1
    item.save(update_fields=["state", "due_on", "revision", "updated_at"])
    search.index(item, title=item.title, body=item.description)
