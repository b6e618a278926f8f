"""Decisions on the needs, offers of other organisations, and answers to some overlap warnings."""

from datetime import date, timedelta
from typing import Any

from assessments.competencies.models import Competency
from assessments.landscape import services as landscape
from assessments.landscape.models import ExternalProgramme, JudgeCount
from assessments.needs.models import TrainingNeed
from evaluations.management.demo_data import backdating
from evaluations.management.demo_data.jurisdictions import Institutions
from evaluations.management.demo_data.people import People
from evaluations.management.demo_data.programmes import Portfolio
from participants.organisations.models import Organisation
from programs.curriculum.models import Edition
from programs.programmes import need_answers, overlap_answers
from programs.programmes.models import Programme

OTHERS = [
    # key, name, kind
    ("law-school", "Regional School of Law, Port Vila", "training_institute"),
    ("commonwealth", "Commonwealth Bench Exchange", "network"),
    ("mercy", "Centre for Forensic Science and Law", "training_institute"),
]
JUDGES = {"FJ": 52, "WS": 9, "SN": 540, "GH": 410, "CI": 690, "CO": 5600, "PE": 3100, "KG": 480}
OFFERS = [
    # organisation, title, competencies, jurisdictions, languages, starts in days, lasts days, mode, seats, source
    ("law-school", "Case management for magistrates", ["CM1", "CM2", "CM3"], ["FJ", "WS", "VU"], ["en"], 60, 120, "blended", 24, "School’s catalogue"),
    ("law-school", "Écrire un jugement que l’on comprend", ["JC1", "JC2"], ["VU"], ["fr"], 90, 5, "onsite", 18, "School’s catalogue"),
    ("commonwealth", "Judges’ exchange: running a civil list", ["CM1"], ["FJ", "GH"], ["en"], 30, 200, "onsite", 6, "Letter to chief justices"),
    ("commonwealth", "Reading court statistics", ["CM3"], ["WS", "GH"], ["en"], -20, 75, "online", None, "Web site"),
    ("mercy", "Experts in court: reading and testing reports", ["EV2"], ["FJ"], ["en"], 45, 3, "onsite", 30, "Told by the centre"),
    ("dakar-centre", "Conduite de l’audience civile", ["CM1", "CM2"], ["SN", "CI"], ["fr"], 20, 40, "onsite", 25, "Centre’s plan of the year"),
    ("dakar-centre", "Déontologie des magistrats nouvellement nommés", ["ET1", "ET2", "ET4"], ["SN", "CI"], ["fr"], 15, 30, "onsite", 40, "Centre’s plan of the year"),
    ("mercy", "Prueba digital para jueces penales", ["DE1", "DE2"], ["CO", "PE"], ["es"], 40, 60, "online", 60, "Told by the centre"),
]  # fmt: skip
ANSWERS = [
    # programme, index in OFFERS, answer, reason, days ago; the other warnings have no answer yet
    (
        "PAC-CFM",
        2,
        "join",
        "Two of our judges go along each term; their seats are paid from the exchange.",
        8,
    ),
    ("PAC-CFM", 3, "no_match", "It teaches statisticians of the registry, not judges.", 20),
    ("WAF-JET", 6, "keep", "The centre takes judges in their first year only; ours have served for ten.", 5),
]


def build(
    institutions: Institutions, people: People, needs: list[TrainingNeed], editions: dict[str, Edition], portfolio: Portfolio, *,
    today: date,
) -> list[ExternalProgramme]:  # fmt: skip
    offers = _offers(institutions, people, needs, today=today)
    _decide(institutions, people, needs, editions, portfolio.programmes["PAC-CFM"], offers, today=today)
    _answer_warnings(people, portfolio, offers)
    JudgeCount.objects.bulk_create(
        JudgeCount(
            jurisdiction=institutions.jurisdictions[code], year=today.year - 1, judges=judges,
            source="Yearly report of the judiciary", entered_by=people.accounts["coordinator"],
        )
        for code, judges in JUDGES.items()
    )  # fmt: skip
    return offers


def _offers(
    institutions: Institutions, people: People, needs: list[TrainingNeed], *, today: date
) -> list[ExternalProgramme]:
    by = people.accounts["coordinator"]
    for key, name, kind in OTHERS:
        institutions.organisations[key] = Organisation.objects.create(name=name, kind=kind)
    known = {
        competency.code: competency
        for competency in Competency.objects.filter(version=needs[0].competency.version)
    }
    offers = []
    for key, title, codes, where, languages, starts, days, mode, seats, source in OFFERS:
        first = today + timedelta(days=starts)
        offers.append(
            landscape.register(
                organisation=institutions.organisations[key], title=title, languages=languages, mode=mode,
                seats=seats, starts=first, ends=first + timedelta(days=days), source=source,
                last_confirmed_on=today - timedelta(days=12), by=by,
                competencies=[known[code] for code in codes if code in known],
                jurisdictions=[institutions.jurisdictions[code] for code in where],
            )
        )  # fmt: skip
    return offers


def _answer_warnings(people: People, portfolio: Portfolio, offers: list[ExternalProgramme]) -> None:
    for code, place, answer, reason, ago in ANSWERS:
        row = overlap_answers.answer_overlap(
            programme=portfolio.programmes[code], other=offers[place], answer=answer, reason=reason,
            by=people.accounts["coordinator"],
        )  # fmt: skip
        backdating.backdate_row(row, days=ago)


def _decide(
    institutions: Institutions, people: People, needs: list[TrainingNeed], editions: dict[str, Edition],
    programme: Programme, offers: list[ExternalProgramme], *, today: date,
) -> None:  # fmt: skip
    """One decision of each kind, taken after the assessment closed; CM3 has no decision yet."""
    by, by_code = people.accounts["coordinator"], {need.competency.code: need for need in needs}
    network, institute = (
        institutions.organisations["network"],
        institutions.organisations["pacific-institute"],
    )
    ministry, centre = institutions.organisations["fj-ministry"], institutions.organisations["mercy"]
    cfm, jet = editions["CFM"].module, editions["JET"].module
    rows: list[tuple[str, str, Organisation, int, int, str, str, dict[str, Any]]] = [
        # need, kind, owner, decided days ago, due in days, measured by, reason, what the decision names
        ("CM1", "existing", institute, 1010, -620, "Disposition time in civil cases, per court",
         "The module was written for it; five courts asked for it by name.", {"programme": programme, "evidence": "Programme document, chapter 2"}),
        ("ET1", "existing", institute, 430, 120, "Test before and after; disclosures in the register of interests",
         "It is taught already and has free seats.", {"module": jet}),
        ("AJ3", "not_training", ministry, 940, 240, "Civil hearings in which a party had nobody to speak for them",
         "A rule on duty lawyers comes first; training of judges cannot replace them.", {"remedy": "law"}),
        ("CM2", "adapted", institute, 410, 150, "Share of cases with an early conference",
         "Two parts need examples from magistrates’ courts.", {"module": cfm}),
        ("JC1", "new", network, 205, 300, "Module published; reasons read by two appeal judges",
         "No module of ours teaches how a judgment is written.", {}),
        ("EV2", "offer", centre, 64, 90, "Judges of the three courts who attended",
         "The centre teaches it well; a second course would repeat it.", {"offer": offers[4]}),
        ("DE1", "deferred", network, 60, 210, "", "Three jurisdictions ask again once their rules on electronic filing stand.", {}),
    ]  # fmt: skip
    for code, kind, owner, ago, days, measured_by, reason, named in rows:
        due_on = today + timedelta(days=days)
        decision = need_answers.decide(
            need=by_code[code], kind=kind, owner=owner, due_on=max(due_on, today), measured_by=measured_by,
            reason=reason, by=by, **named,
        )  # fmt: skip
        backdating.backdate_row(decision, days=ago, due_on=due_on)
        backdating.backdate_history(by_code[code], days=ago)
