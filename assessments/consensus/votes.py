"""Voting. Voters have a link, not an account. Saving votes touches no row of a person in the same transaction:
PostgreSQL would record the same transaction id on both, for a lock as well as for a change.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from assessments.collection.anonymisation import rewrite_rows
from assessments.consensus.errors import NothingVotedError, RoundClosedError
from assessments.consensus.keys import voter_key
from assessments.consensus.models import ConsensusRound, RoundItem, RoundParticipation, Vote
from assessments.consensus.queries import votes_of

COMMENT_SIGNS = 1000


@dataclass(frozen=True)
class VoteInput:
    """The input for one item: "1" to "9", "none" for no opinion, or "" for no vote; and a comment."""

    value: str
    comment: str = ""


@transaction.atomic
def save_votes(*, participation: RoundParticipation, casts: Mapping[RoundItem, VoteInput]) -> None:
    """Save the votes of one page, replacing earlier votes on the same items. Raises `RoundClosedError`."""
    round_ = _open(participation.round_id)
    saved, emptied = [], []
    for round_item, cast in casts.items():
        key = voter_key(
            panelist=participation.panelist.public_id, round_=round_.public_id, item=round_item.item.public_id
        )
        comment = cast.comment.replace("\x00", "").strip()[:COMMENT_SIGNS]
        if not cast.value and not comment:
            emptied.append(key)
            continue
        saved.append(
            Vote(
                round_item=round_item,
                voter_key=key,
                number=int(cast.value) if cast.value.isdecimal() else None,
                has_no_opinion=cast.value == "none",
                comment=comment,
            )
        )
    Vote.objects.filter(voter_key__in=emptied).delete()
    Vote.objects.bulk_create(
        saved,
        update_conflicts=True,
        unique_fields=["voter_key"],
        update_fields=["number", "has_no_opinion", "comment"],
    )
    rewrite_votes_shuffled(round_)


@transaction.atomic
def finish(*, participation: RoundParticipation) -> None:
    """Mark that the person has finished; votes can still be changed until the round closes.

    Raises `RoundClosedError`, `NothingVotedError`.
    """
    round_ = _open(participation.round_id)
    votes = votes_of(participation.panelist, round_).values()
    if not any(vote.number is not None or vote.has_no_opinion for vote in votes):
        raise NothingVotedError
    RoundParticipation.objects.filter(pk=participation.pk, is_finished=False).update(is_finished=True)


def rewrite_votes_shuffled(round_: ConsensusRound) -> None:
    """Rewrite all votes of the round in random order, so that their order does not show when they were cast."""
    of_round = "t.round_item_id IN (SELECT id FROM assessments_rounditem WHERE round_id = %s)"
    rewrite_rows("assessments_vote", of_round, params=[round_.pk], order="random()")


def _open(round_id: int) -> ConsensusRound:
    """The round, locked against closing."""
    round_ = ConsensusRound.objects.select_for_update(no_key=True).get(pk=round_id)
    if not round_.is_open:
        raise RoundClosedError
    return round_
