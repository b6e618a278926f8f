"""Fiji's extension of the common core: levels with behaviours, two role profiles, mappings, and a draft edition."""

from datetime import timedelta

from django.utils import timezone

from assessments.competencies import behaviours, editing, mappings, role_profiles
from assessments.competencies.models import Competency, FrameworkVersion
from evaluations.management.demo_data import backdating
from evaluations.management.demo_data.jurisdictions import Institutions
from evaluations.management.demo_data.people import People
from participants.accounts.models import User

LEVELS = {1: "Is aware of it", 2: "Does it with support", 3: "Does it alone", 4: "Teaches or leads it"}
AREAS: list[tuple[str, str, list[tuple[str, str, tuple[str, ...], tuple[tuple[int | None, str], ...]]]]] = [
    ("IC", "Courts of many islands", [
        ("IC1", "Sitting on circuit where a boat comes twice a month",
         ("Knows the calendar of sittings and of boats", "Keeps a circuit’s list with a senior colleague",
          "Plans a circuit so that every file that is ready is heard", "Sets the circuits of a division and answers for the delays"),
         ((2, "Asks before each circuit which witnesses need passage"), (3, "Hears urgent matters first, whatever their number on the list"),
          (3, "Leaves no file behind without a date"), (4, "Publishes what each circuit heard and what it left"))),
        ("IC2", "Hearing people by telephone and video when the sea is closed",
         ("Knows when the rules allow it", "Holds a short hearing with a clerk at hand", "Holds a full hearing that a party could follow to the end",
          "Writes the practice of the division and trains those who use it"),
         ((2, "Tests the line with each party before the hearing opens"), (3, "Stops when a party can no longer follow, and says so on the record"))),
        ("IC3", "Working with interpreters of the outer islands",
         ("Knows who interprets which language", "Uses an interpreter with guidance", "Notices when sense is lost, and mends it in the hearing",
          "Keeps the register of interpreters fit for its purpose"),
         ((None, "Speaks to the party, not to the interpreter"), (3, "Has doubtful passages said again and noted"))),
    ]),
    ("CL", "Custom and the courts", [
        ("CL1", "Ascertaining customary law by evidence",
         ("Knows the sources that the law admits", "Asks for evidence of custom with support", "Decides on contested custom with reasons that both sides follow",
          "Guides colleagues where custom and the constitution meet"),
         ((3, "Hears more than one voice of a community"), (3, "Says which custom was found, and on what evidence"))),
        ("CL2", "Referring disputes to village mediation, and taking them back",
         ("Knows which disputes may go there", "Refers with a form and a date", "Judges whether consent was free, and takes the dispute back where it was not",
          "Agrees with village councils how referrals work"),
         ((2, "Sets a day on which the court hears what came of it"), (3, "Asks women and young people apart whether they consent"))),
    ]),
]  # fmt: skip
ROLES = [
    ("circuit-magistrate", "Circuit magistrate", {"IC1": 3, "IC2": 3, "IC3": 3, "CL1": 2, "CL2": 3}),
    ("island-clerk", "Clerk of an island registry", {"IC1": 2, "IC2": 2, "IC3": 2, "CL2": 1}),
]
MAPPINGS = [
    # own competency, competency of the common core, relation
    ("IC1", "CM1", "broader"), ("IC1", "CM3", "related"), ("IC2", "DE3", "close"), ("IC3", "AJ2", "broader"),
    ("CL1", "EV1", "related"),
]  # fmt: skip
NEXT = ("IC4", "Keeping files safe in a storm", "Knows where the files are kept", "Moves them in time")


def build(institutions: Institutions, people: People, core: FrameworkVersion) -> None:
    by = people.accounts["coordinator"]
    version = editing.create_addition(
        code="fiji-islands", title="Fiji: courts of the islands", extends=core.framework,
        jurisdiction=institutions.jurisdictions["FJ"], owner=institutions.organisations["pacific-institute"], by=by,
    )  # fmt: skip
    editing.set_levels(version=version, titles=LEVELS, by=by)
    known = _competencies(version, by)
    for code, title, levels in ROLES:
        wanted = {known[competency].pk: level for competency, level in levels.items()}
        role_profiles.add_profile(version=version, code=code, title=title, levels=wanted, by=by)
    targets = {competency.code: competency for competency in core.competencies.select_related("version")}
    for ours, theirs, kind in MAPPINGS:
        mappings.map_to(competency=known[ours], target=targets[theirs], kind=kind, by=by)
    editing.adopt(version=version, adopted_on=timezone.localdate() - timedelta(days=240), by=by)
    for row in (version, version.framework):
        backdating.backdate_row(row, days=300)
        backdating.backdate_history(row, days=240)
    _begin_next(version, by)


def _competencies(version: FrameworkVersion, by: User) -> dict[str, Competency]:
    competencies = {}
    for code, title, members in AREAS:
        area = editing.add(version=version, code=code, statement=title, by=by)
        for name, statement, levels, indicators in members:
            row = editing.add(version=version, code=name, statement=statement, parent=area, by=by)
            behaviours.describe(competency=row, statements=dict(enumerate(levels, 1)), by=by)
            for level, indicator in indicators:
                behaviours.add_behaviour(competency=row, statement=indicator, level=level, by=by)
            competencies[name] = row
    return competencies


def _begin_next(version: FrameworkVersion, by: User) -> None:
    """Start a next edition with one more competency, whose two upper levels are not described yet."""
    draft = editing.create_next_edition(framework=version.framework, number="2", by=by)
    code, statement, *levels = NEXT
    row = editing.add(
        version=draft, code=code, statement=statement, parent=draft.competencies.get(code=AREAS[0][0]), by=by
    )
    behaviours.describe(competency=row, statements=dict(enumerate(levels, 1)), by=by)
