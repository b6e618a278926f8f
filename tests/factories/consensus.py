"""Minimal valid consensus panels, run through the services."""

import itertools
from datetime import timedelta

from django.utils import timezone

from assessments.consensus import services, votes
from assessments.consensus.models import ConsensusPanel, ConsensusRound, Panelist, RoundParticipation
from assessments.consensus.queries import PURPOSE, round_items
from portal.links import services as links
from tests.factories import assessments as make

_numbers = itertools.count(1)


def panel(*, people: int = 7, statements: int = 2, **fields) -> ConsensusPanel:
    """A draft with statements and panelists."""
    created = services.create_panel(
        assessment=fields.pop("assessment", None) or make.open_assessment(), by=None, title="Panel", **fields
    )
    statement_texts = [f"Statement {n}" for n in range(1, statements + 1)]
    services.set_items(panel=created, competencies=[], statements=statement_texts, by=None)
    rows = [Panelist(name=f"Panelist {n}", email=f"p{next(_numbers)}@panel.example") for n in range(people)]
    services.add_panelists(panel=created, people=rows, by=None)
    return ConsensusPanel.objects.get(pk=created.pk)


def open_round(panel_: ConsensusPanel, *, days: int = 7) -> ConsensusRound:
    return services.open_round(panel=panel_, closes_at=timezone.now() + timedelta(days=days), by=None)[0]


def vote(participation: RoundParticipation, *values: str, comment: str = "") -> None:
    """Vote with one value for each item of the round, in order."""
    rows = round_items(participation.round)
    casts = {row: votes.VoteInput(value, comment) for row, value in zip(rows, values, strict=True)}
    votes.save_votes(participation=participation, casts=casts)


def vote_all(round_: ConsensusRound, *columns: list[int]) -> None:
    """For each item a list of the panelists' votes."""
    participations = round_.participations.select_related("panelist").order_by("pk")
    for number, participation in enumerate(participations):
        vote(participation, *[str(column[number]) for column in columns])


def token_for(participation: RoundParticipation) -> str:
    return links.make(PURPOSE, participation, expires_at=participation.round.closes_at)[1]
