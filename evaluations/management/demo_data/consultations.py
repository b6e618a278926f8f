"""A workshop, an interview, and a panel in its second voting round, besides the questionnaire of the Pacific."""

import random
from datetime import timedelta

from django.utils import timezone

from assessments.competencies.models import Competency
from assessments.consensus import services as panels
from assessments.consensus import votes
from assessments.consensus.models import ConsensusPanel, ConsensusRound, Panelist
from assessments.consensus.queries import round_items
from assessments.consultations import services as consultations
from assessments.needs.models import NeedsAssessment
from evaluations.management.demo_data.names import full_name
from evaluations.management.demo_data.people import People
from participants.accounts.models import User

FINDINGS = [
    # position in the questionnaire, direction, text
    (0, "supports", "Every registry present moves a third of its hearings on the day itself."),
    (1, "supports", "Nobody keeps a list of cases that wait for longer than a year."),
    (4, "contradicts", "The bar has trained this for three years; what is missing is time, not skill."),
    (None, "adds", "Parties from the outer islands lose a day for a hearing of ten minutes."),
]
STATEMENT = "A hearing date is moved only by a judge, with a reason on the file."
GROUPS = ("judge", "judge", "court_staff", "lawyer", "prosecutor", "civil_society")
PANELISTS = 12
# One mean and deviation per item: agreed, split, agreed, of less weight, split, agreed, agreed.
MIDDLES = ((8.2, 0.8), (5.5, 2.9), (7.8, 0.9), (5.0, 0.6), (5.8, 2.7), (8.0, 0.7), (7.6, 0.8))
REASONS = ["Without it nothing else works.", "It is done already where the registry has staff.", ""]


def build(people: People) -> None:
    """Create the same texts and votes every time; dates are relative to today."""
    rng = random.Random(12)  # noqa: S311  # a demonstration's votes, no secret
    assessment = NeedsAssessment.objects.filter(state="closed").order_by("pk").first()
    if assessment is None:
        return
    competencies = list(
        Competency.objects.filter(assessment_items__assessment=assessment).order_by("position", "code")
    )
    _workshop(assessment, people, competencies)
    _interview(assessment, people, competencies)
    _panel(assessment, people, competencies, rng)


def _workshop(assessment: NeedsAssessment, people: People, competencies: list[Competency]) -> None:
    by = people.accounts["coordinator"]
    row = consultations.create(
        assessment=assessment, kind="workshop", title="Two days on time in court, Suva", place="Suva",
        held_on=timezone.localdate() - timedelta(days=1085), language="en", confidentiality="readers",
        jurisdiction=assessment.jurisdictions.get(code="FJ"), by=by,
        minutes="Four groups went through a file from its filing to its judgment and marked where it waits.\n\n"
        "All four marked the same two places: the first hearing, and the time after the last.",
    )  # fmt: skip
    consultations.set_participants(
        consultation=row, revision=1, groups={"judge": 9, "court_staff": 11, "lawyer": 6, "civil_society": 4},
        people=[("Losana Tuiqali", "Chief registrar"), ("Mere Kolinisau", "Magistrate")], by=by,
    )  # fmt: skip
    for place, direction, text in FINDINGS:
        competency = None if place is None else competencies[place]
        consultations.add_finding(
            consultation=row, competency=competency, direction=direction, text=text, by=by
        )


def _interview(assessment: NeedsAssessment, people: People, competencies: list[Competency]) -> None:
    by = people.accounts["coordinator"]
    row = consultations.create(
        assessment=assessment, kind="interview", title="Talk with a former chief justice", place="Apia",
        held_on=timezone.localdate() - timedelta(days=1076), language="en", confidentiality="team",
        jurisdiction=assessment.jurisdictions.get(code="WS"), by=by,
        minutes="Judges were never shown how to run a list; each invents it anew.",
    )  # fmt: skip
    consultations.set_participants(
        consultation=row, revision=1, groups={"court_president": 1}, people=[("Aiono Leavasa", "")], by=by
    )
    consultations.add_finding(
        consultation=row, competency=competencies[0], direction="supports", by=by,
        text="Running a list is learnt by accident.",
    )  # fmt: skip


def _panel(
    assessment: NeedsAssessment, people: People, competencies: list[Competency], rng: random.Random
) -> None:
    by = people.accounts["coordinator"]
    panel = panels.create_panel(
        assessment=assessment, title="What comes first in the Pacific", by=by,
        introduction="The ranking is three years old and tells what most people named. Tell us what a small court cannot do "
        "without today.",
    )  # fmt: skip
    panels.set_items(
        panel=panel, competencies=competencies[: len(MIDDLES) - 1], statements=[STATEMENT], by=by
    )
    places = list(assessment.jurisdictions.all())
    rows = [
        Panelist(
            name=full_name(rng, places[n % len(places)].region), email=f"panelist{n}@panel.example", language="en",
            group_code=GROUPS[n % len(GROUPS)], jurisdiction=places[n % len(places)],
        )
        for n in range(PANELISTS)
    ]  # fmt: skip
    judge = people.accounts["judge"]  # has an account, so votes from the home page, and has not voted yet
    rows[-1].name, rows[-1].email = judge.name, judge.email
    panels.add_panelists(panel=panel, people=rows, by=by)
    _first_round(ConsensusPanel.objects.get(pk=panel.pk), by, rng)
    second, _job = panels.open_round(panel=panel, closes_at=timezone.now() + timedelta(days=9), by=by)
    _vote(second, rng, middles=[(6.0, 1.2), (7.0, 1.0)], people=5)


def _first_round(panel: ConsensusPanel, by: User, rng: random.Random) -> None:
    first, _job = panels.open_round(panel=panel, closes_at=timezone.now() + timedelta(days=1), by=by)
    _vote(first, rng, middles=list(MIDDLES), people=PANELISTS - 1)
    panels.close_round(round_=first, by=by)
    now = timezone.now()
    ConsensusRound.objects.filter(pk=first.pk).update(
        opened_at=now - timedelta(days=20),
        closes_at=now - timedelta(days=6),
        closed_at=now - timedelta(days=6),
    )


def _vote(
    round_: ConsensusRound, rng: random.Random, *, middles: list[tuple[float, float]], people: int
) -> None:
    rows = round_items(round_)
    for participation in round_.participations.select_related("panelist", "round").order_by("pk")[:people]:
        casts = {
            row: votes.VoteInput(str(max(1, min(9, round(rng.gauss(*middle))))), rng.choice(REASONS))
            for row, middle in zip(rows, middles, strict=False)
        }
        votes.save_votes(participation=participation, casts=casts)
        votes.finish(participation=participation)
