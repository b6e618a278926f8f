"""Queries on panels, shared by pages, emails and rounds."""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q, QuerySet

from assessments.consensus.agreement import is_stable
from assessments.consensus.keys import voter_key
from assessments.consensus.models import (
    ConsensusPanel,
    ConsensusRound,
    ItemOutcome,
    Panelist,
    RoundItem,
    RoundParticipation,
    Vote,
)
from portal.links import services as links
from portal.links.models import SignedLink

PURPOSE = "assessments.consensus"


def participation_for_token(token: str) -> RoundParticipation:
    """The participation for a link token. Raises `LinkClosedError`."""
    link = links.resolve(token, PURPOSE)
    return RoundParticipation.objects.select_related("panelist", "round__panel__assessment__owner").get(
        pk=link.target_id
    )


def links_of(round_: ConsensusRound) -> QuerySet[SignedLink]:
    return SignedLink.objects.filter(
        target_type=ContentType.objects.get_for_model(RoundParticipation),
        target_id__in=round_.participations.values("pk"),
        purpose=PURPOSE,
    )


def round_items(round_: ConsensusRound) -> list[RoundItem]:
    """The round's items with their texts, in order, in two queries."""
    return list(
        round_.round_items.select_related("item__competency").prefetch_related("item__competency__texts")
    )


def votes_of(panelist: Panelist, round_: ConsensusRound) -> dict[int, Vote]:
    """Item id -> the person's vote in the round, found through voter keys."""
    rows = RoundItem.objects.filter(round=round_).values_list("item_id", "item__public_id")
    keys = {
        voter_key(panelist=panelist.public_id, round_=round_.public_id, item=public_id): item
        for item, public_id in rows
    }
    return {keys[vote.voter_key]: vote for vote in Vote.objects.filter(voter_key__in=keys)}


@dataclass(frozen=True)
class Feedback:
    """The previous round's result of an item and the person's own vote; no outcome when there were too few
    votes.
    """

    outcome: ItemOutcome
    own: Vote | None
    comments: tuple[str, ...] = ()


def feedback_for(panelist: Panelist, round_: ConsensusRound) -> dict[int, Feedback]:
    """Item id -> feedback; empty in a first round. Comments are shown from 5 votes on, in an order unrelated to
    people.
    """
    before = ConsensusRound.objects.filter(panel=round_.panel_id, number=round_.number - 1).first()
    if before is None:
        return {}
    own = votes_of(panelist, before)
    outcomes = ItemOutcome.objects.filter(round_item__round=before).select_related("round_item")
    outcome_of = {outcome.round_item.item_id: outcome for outcome in outcomes}
    comments: dict[int, list[str]] = {}
    rows = Vote.objects.filter(round_item__round=before).exclude(comment="").order_by("pk")
    for item, comment in rows.values_list("round_item__item", "comment"):
        if outcome_of[item].n is not None:
            comments.setdefault(item, []).append(comment)
    return {
        item: Feedback(outcome, own.get(item), tuple(comments.get(item, ())))
        for item, outcome in outcome_of.items()
    }


def outcomes_of(panel: ConsensusPanel) -> QuerySet[ItemOutcome]:
    return (
        ItemOutcome.objects.filter(round_item__round__panel=panel)
        .select_related("round_item__round", "round_item__item__competency")
        .prefetch_related("round_item__item__competency__texts")
    )


def stability_of(outcome: ItemOutcome, panel: ConsensusPanel) -> bool | None:
    return is_stable(outcome.change, panel.thresholds)


def open_round_of(panel: ConsensusPanel) -> ConsensusRound | None:
    return panel.rounds.filter(closed_at=None).first()


def last_outcomes(panel: ConsensusPanel) -> dict[int, ItemOutcome]:
    """Item id -> its latest outcome."""
    rows = ItemOutcome.objects.filter(round_item__round__panel=panel).select_related("round_item")
    return {row.round_item.item_id: row for row in rows.order_by("round_item__round__number")}


def rounds_with_counts(panel: ConsensusPanel) -> Any:
    return panel.rounds.annotate(
        asked=Count("participations", filter=Q(participations__invited_at__isnull=False), distinct=True),
        finished=Count("participations", filter=Q(participations__is_finished=True), distinct=True),
        items=Count("round_items", distinct=True),
        without=Count(
            "round_items",
            filter=Q(round_items__outcome__result__in=["no_consensus", "too_few"]),
            distinct=True,
        ),
    ).order_by("-number")
