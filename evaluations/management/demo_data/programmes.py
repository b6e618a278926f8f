"""Three programmes of different ages, eight cohorts, their money, sessions, learners and results."""

import random
import zoneinfo
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from evaluations.management.demo_data.jurisdictions import Institutions
from evaluations.management.demo_data.people import People
from participants.people.models import Person
from programs.cohorts.models import (
    Cohort,
    CohortApplication,
    CohortStaff,
    Enrolment,
    Quota,
    SelectionDecision,
    WaitingListEntry,
)
from programs.completion.models import CompletionCriteria
from programs.completion.services import record_completions
from programs.curriculum.models import Edition
from programs.funding.models import BudgetLine, Contribution, Earmark, Expenditure
from programs.learning.models import Progress, Quiz, QuizAttempt, Unit
from programs.programmes.models import Programme, ProgrammeEdition, ProgrammeMember, ProgrammePartner
from programs.sessions.models import Attendance, Session, SessionFaculty

PROGRAMMES = [
    # code, title, summary, lead organisation, region, jurisdictions, modules, started years ago, lasts years, currency
    ("PAC-CFM", "Case-flow management in the Pacific", "Shorter waits in civil courts of three Pacific jurisdictions, through early conferences and firm hearing dates.", "network", "Pacific", ["FJ", "WS", "VU"], ["CFM", "JET"], 2.6, 3.5, "USD"),
    ("WAF-JET", "Éthique et intégrité en Afrique de l’Ouest", "Integrity where it is tested, for judges and court staff in three jurisdictions.", "dakar-centre", "West Africa", ["SN", "GH", "CI"], ["JET"], 1.4, 3.0, "EUR"),
    ("EVD-INT", "Digital evidence across legal traditions", "A common core on digital evidence, taught in Spanish, Russian, Arabic and Chinese.", "agency", "Latin America and Central Asia", ["CO", "PE", "KG", "TN", "MO"], ["DEV"], 0.6, 2.5, "EUR"),
]  # fmt: skip
COHORTS = [
    # programme, module, title, state, starts in days, lasts days, seats, people, languages, time zone
    ("PAC-CFM", "CFM", "Case-flow management: cohort 1", "completed", -780, 90, 60, 58, ["en"], "Pacific/Fiji"),
    ("PAC-CFM", "CFM", "Case-flow management: cohort 2", "completed", -460, 90, 60, 60, ["en", "fr"], "Pacific/Fiji"),
    ("PAC-CFM", "JET", "Judicial ethics in the Pacific", "running", -35, 70, 60, 52, ["en"], "Pacific/Fiji"),
    ("PAC-CFM", "CFM", "Case-flow management: cohort 3", "open", 75, 90, 40, 12, ["en", "fr"], "Pacific/Fiji"),
    ("WAF-JET", "JET", "Éthique judiciaire : promotion 1", "completed", -330, 80, 60, 59, ["fr", "en"], "Africa/Dakar"),
    ("WAF-JET", "JET", "Éthique judiciaire : promotion 2", "running", -28, 80, 60, 57, ["fr", "en"], "Africa/Dakar"),
    ("EVD-INT", "DEV", "Digital evidence: cohort 1", "running", -42, 90, 80, 76, ["es", "ru", "ar", "zh-hans"], "America/Bogota"),
    ("EVD-INT", "DEV", "Digital evidence: cohort 2", "open", 60, 90, 30, 30, ["es", "ar", "zh-hans"], "Africa/Tunis"),
]  # fmt: skip


@dataclass
class Portfolio:
    programmes: dict[str, Programme] = field(default_factory=dict)
    cohorts: list[Cohort] = field(default_factory=list)


def build(
    institutions: Institutions,
    people: People,
    editions: dict[str, Edition],
    rng: random.Random,
    *,
    scale: int,
    today: date,
) -> Portfolio:
    portfolio = Portfolio()
    for row in PROGRAMMES:
        portfolio.programmes[row[0]] = _programme(row, institutions, people, editions, rng, today=today)
    offsets: dict[str, int] = {}
    for copy in range(scale):
        for planned in COHORTS:
            title = planned[2] if copy == 0 else f"{planned[2]} ({copy + 1})"
            state = planned[3] if copy == 0 else "completed"
            starts = today + timedelta(days=planned[4] if copy == 0 else -200 - copy * 3)
            portfolio.cohorts.append(
                _cohort(
                    planned, title, state, starts, portfolio, institutions, people, editions, rng, offsets
                )
            )
    return portfolio


def _programme(
    row: tuple, institutions: Institutions, people: People, editions: dict, rng: random.Random, *, today: date
) -> Programme:
    code, title, summary, lead, region, codes, modules, began, lasts, currency = row
    starts = today - timedelta(days=int(began * 365))
    programme = Programme.objects.create(
        code=code, title=title, summary=summary, lead_organisation=institutions.organisations[lead], region=region,
        currency=currency, starts=starts, ends=starts + timedelta(days=int(lasts * 365)), state="running",
    )  # fmt: skip
    programme.jurisdictions.set(institutions.jurisdictions[c] for c in codes)
    ProgrammePartner.objects.create(
        programme=programme, organisation=institutions.organisations[lead], role_code="4"
    )
    for key, role in (
        ("coordinator", "coordinator"),
        ("second", "coordinator"),
        ("faculty", "faculty"),
        ("mentor", "mentor"),
    ):
        ProgrammeMember.objects.create(
            programme=programme,
            person=people.person(key),
            role=role,
            is_judicial=role in ("faculty", "mentor"),
        )
    for module in modules:
        ProgrammeEdition.objects.create(programme=programme, edition=editions[module])
    _money(programme, institutions, rng, starts, today)
    return programme


def _money(
    programme: Programme, institutions: Institutions, rng: random.Random, starts: date, today: date
) -> None:
    lines = [
        BudgetLine.objects.create(programme=programme, code=code, title=title, amount=Decimal(amount))
        for code, title, amount in (
            ("1", "Needs assessment and curriculum", 90_000),
            ("2", "Cohorts and faculty", 310_000),
            ("3", "Mentoring of reforms", 120_000),
            ("4", "Measurement and reports", 60_000),
        )
    ]
    funders = ["justice-fund"] if programme.code == "WAF-JET" else ["northern-ministry", "justice-fund"]
    gifts = []
    for index, key in enumerate(funders):
        contribution = Contribution.objects.create(
            programme=programme, organisation=institutions.organisations[key], kind="money",
            amount=Decimal(580_000) / len(funders), currency=programme.currency, reference=f"JF-{starts.year}-{10 + index}",
            pledged_on=starts - timedelta(days=40), received_on=starts - timedelta(days=10),
        )  # fmt: skip
        gifts.append(contribution)
        Earmark.objects.create(contribution=contribution, line=lines[1])
        ProgrammePartner.objects.create(
            programme=programme, organisation=institutions.organisations[key], role_code="1"
        )
    Contribution.objects.create(
        programme=programme, organisation=institutions.organisations["network"], kind="expert", person_days=Decimal(48),
        pledged_on=starts,
    )  # fmt: skip
    days = max(60, (min(today, programme.ends) - starts).days)
    for line in lines:
        for step in range(6):
            Expenditure.objects.create(
                line=line, contribution=gifts[step % len(gifts)], amount=(line.amount / 12 * Decimal(rng.randint(80, 115)) / 100).quantize(Decimal("0.01")),
                spent_on=starts + timedelta(days=days * (step + 1) // 7), note="Quarterly settlement",
            )  # fmt: skip


def _at(day: date, hour: int, zone: str) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=zoneinfo.ZoneInfo(zone))


def _cohort(
    row: tuple, title: str, state: str, starts: date, portfolio: Portfolio, institutions: Institutions, people: People, editions: dict,
    rng: random.Random, offsets: dict[str, int],
) -> Cohort:  # fmt: skip
    programme_code, module, _title, _state, _in, lasts, seats, wanted, languages, zone = row
    programme = portfolio.programmes[programme_code]
    cohort = Cohort.objects.create(
        programme=programme, edition=editions[module], title=title, state=state, timezone=zone, languages=languages,
        capacity=seats, starts=starts, ends=starts + timedelta(days=lasts),
        opens_at=_at(starts - timedelta(days=120), 9, zone),
        closes_at=_at(starts - timedelta(days=20), 23, zone),
        selection="first_come" if title.endswith("cohort 2") and state == "open" else "decided",
    )  # fmt: skip
    CompletionCriteria.objects.create(
        cohort=cohort, attendance_share="0.75", quiz_share="0.5", all_units=True
    )
    CohortStaff.objects.create(cohort=cohort, person=people.person("faculty"), role="faculty")
    CohortStaff.objects.create(cohort=cohort, person=people.person("mentor"), role="mentor")
    codes = [place.code for place in programme.jurisdictions.order_by("code")]
    if state == "open":
        Quota.objects.create(
            cohort=cohort, jurisdiction=institutions.jurisdictions[codes[0]], minimum=4, maximum=14
        )
    learners = _learners(title, codes, people, wanted, offsets)
    enrolments = _enrol(cohort, learners, rng)
    _sessions(cohort, people, zone)
    if state in ("completed", "running"):
        _learn(cohort, enrolments, rng, sure={user.person.pk for user in people.accounts.values()})
    if state == "completed":
        record_completions(cohort=cohort, by=people.accounts["coordinator"])
    if state == "open":
        _applicants(cohort, codes, people, offsets)
    return cohort


OWN = {
    "Case-flow management: cohort 2": ["judge"],
    "Judicial ethics in the Pacific": ["judge"],
    "Éthique judiciaire : promotion 2": ["juge"],
    "Digital evidence: cohort 1": ["qadi"],
}


def _learners(
    title: str, codes: list[str], people: People, wanted: int, offsets: dict[str, int]
) -> list[Person]:
    learners = [people.person(key) for key in OWN.get(title, [])]
    while len(learners) < wanted:
        code = codes[len(learners) % len(codes)]
        learners.append(_next(code, people, offsets))
    return learners


def _next(code: str, people: People, offsets: dict[str, int]) -> Person:
    pool = people.pool[code]
    offsets[code] = offsets.get(code, -1) + 1
    return pool[offsets[code] % len(pool)]


def _enrol(cohort: Cohort, learners: list[Person], rng: random.Random) -> list[Enrolment]:
    unique = list({person.pk: person for person in learners}.values())
    applied = cohort.opens_at
    applications = CohortApplication.objects.bulk_create(
        CohortApplication(
            cohort=cohort, person=person, jurisdiction_id=person.jurisdiction_id, language=cohort.languages[0],
            motivation="Fewer adjournments on my list.", state="accepted",
            submitted_at=min(applied + timedelta(hours=rng.randint(1, 2000)), timezone.now()),
        )
        for person in unique
    )  # fmt: skip
    SelectionDecision.objects.bulk_create(
        SelectionDecision(application=application, outcome="accepted") for application in applications
    )
    return Enrolment.objects.bulk_create(
        Enrolment(
            cohort=cohort, person=person, jurisdiction=person.jurisdiction,
            enrolled_at=min(cohort.closes_at - timedelta(days=rng.randint(1, 15)), timezone.now()),
        )
        for person in unique
    )  # fmt: skip


def _sessions(cohort: Cohort, people: People, zone: str) -> None:
    titles = [
        "Opening",
        "Early conferences",
        "Firm dates",
        "Reading court figures",
        "Plans for home",
        "Closing",
    ]
    step = (cohort.ends - cohort.starts).days // len(titles)
    for number, title in enumerate(titles):
        starts = _at(cohort.starts + timedelta(days=step * number + 1), 10, zone)
        session = Session.objects.create(
            cohort=cohort, title=title, starts=starts, ends=starts + timedelta(minutes=90), timezone=zone,
            delivery_mode="virtual", join_url="https://meet.example/room", join_phone="+679 555 0100",
        )  # fmt: skip
        SessionFaculty.objects.create(session=session, person=people.person("faculty"), leads=True)


def _learn(cohort: Cohort, enrolments: list[Enrolment], rng: random.Random, *, sure: set[int]) -> None:
    """Attendance, progress and tests. People in `sure` complete, so that the sample accounts show the result."""
    now = timezone.now()
    held = [session for session in cohort.sessions.all() if session.ends < now]
    units = list(
        Unit.objects.filter(section__edition=cohort.edition).order_by("section__position", "position")
    )
    quizzes = {quiz.phase: quiz for quiz in Quiz.objects.filter(unit__section__edition=cohort.edition)}
    over = cohort.state == "completed"
    attendance, progress, attempts = [], [], []
    for enrolment in enrolments:
        own = enrolment.person_id in sure
        strong = rng.random() < 0.86 or own
        attendance += [
            Attendance(session=session, enrolment=enrolment, minutes=rng.choice([90, 90, 85, 75]))
            for session in held
            if rng.random() < (0.96 if strong else 0.5) or own
        ]
        done = units if over and strong else units[: max(1, int(len(units) * rng.uniform(0.2, 0.7)))]
        at = datetime.combine(cohort.starts, time(12), tzinfo=zoneinfo.ZoneInfo("UTC"))
        own_progress = [
            Progress(enrolment=enrolment, unit=unit, done_at=min(now, at + timedelta(days=4 * index)))
            for index, unit in enumerate(done)
        ]
        progress += own_progress
        pre = rng.choice([1, 1, 2, 2, 3])
        attempts.append(QuizAttempt(enrolment=enrolment, quiz=quizzes["pre"], score=pre, max_score=4))
        if over and (strong or rng.random() < 0.3):
            post = 4 if own else min(4, pre + rng.choice([0, 1, 1, 2, 2]))
            attempts.append(QuizAttempt(enrolment=enrolment, quiz=quizzes["post"], score=post, max_score=4))
            for row in own_progress:
                if row.unit_id == quizzes["post"].unit_id and post < 2:
                    row.done_at = None  # the final test is not passed
    Attendance.objects.bulk_create(attendance, batch_size=5000)
    Progress.objects.bulk_create(progress, batch_size=5000)
    QuizAttempt.objects.bulk_create(attempts, batch_size=5000)


def _applicants(cohort: Cohort, codes: list[str], people: People, offsets: dict[str, int]) -> None:
    """Applications without a decision, or on the waiting list if the cohort is full."""
    full = cohort.enrolments.count() >= cohort.capacity
    seated = set(cohort.enrolments.values_list("person", flat=True))
    for number in range(14):
        person = _next(codes[number % len(codes)], people, offsets)
        if person.pk in seated:
            continue
        application = CohortApplication.objects.create(
            cohort=cohort, person=person, jurisdiction_id=person.jurisdiction_id, language=cohort.languages[0],
            motivation="My court has asked for this, and I want to bring a practice direction home.",
            state="waiting" if full else "submitted", submitted_at=timezone.now() - timedelta(days=20 - number),
        )  # fmt: skip
        if full:
            WaitingListEntry.objects.create(application=application, cohort=cohort, position=number + 1)
            SelectionDecision.objects.create(application=application, outcome="waiting")
