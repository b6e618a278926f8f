"""Five years of court figures, indicators, results frameworks with milestones, and reform plans."""

import random
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from assessments.needs.models import TrainingNeed
from evaluations.indicators.models import CaseloadReturn, Indicator
from evaluations.management.demo_data.jurisdictions import Institutions
from evaluations.management.demo_data.people import People
from evaluations.management.demo_data.programmes import Portfolio
from evaluations.reforms.models import ReformPlan, ReformStep, StageChange
from evaluations.results.models import Milestone, MilestoneEvidence, Result, ResultsFramework, Target
from participants.organisations.models import Court
from programs.completion.models import Completion

# Targets that some courts meet, some nearly meet and some miss, so that the report shows each state.
SHORTER_BY = [Decimal(text) for text in ("0.35", "0.5", "0.55", "0.4", "0.6")]
CLEARANCE_TARGETS = [Decimal(text) for text in ("112", "130", "118", "125", "110")]
CASE_TYPES = [("Civil", 1200), ("Criminal", 700), ("Family", 420)]
INDICATORS = [
    ("CR", "Clearance rate", "%", "clearance_rate", "increase", "Resolved cases as a share of incoming cases in the period.", "It says nothing of how old the pending cases are."),
    ("DT", "Disposition time", "days", "disposition_time", "decrease", "Days needed to resolve the pending cases at the period's pace.", "A forecast from stock and output, not an average of real durations."),
    ("CONF", "New civil cases with an early conference", "%", "share", "increase", "Civil cases filed in the period with a conference within 60 days.", "Counted by registries by hand."),
    ("DIR", "Courts with a practice direction on adjournments", "courts", "observed", "increase", "Courts in which a written direction is in force.", ""),
]  # fmt: skip


def build(
    institutions: Institutions,
    people: People,
    portfolio: Portfolio,
    needs: list[TrainingNeed],
    rng: random.Random,
    *,
    scale: int,
    today: date,
) -> None:
    indicators = {
        code: Indicator.objects.create(
            code=code, title=title, unit=unit, formula=formula, direction=direction, definition=definition,
            known_limits=limits, source="Court registries", frequency="yearly",
        )
        for code, title, unit, formula, direction, definition, limits in INDICATORS
    }  # fmt: skip
    _returns(institutions, people, rng, scale=scale, today=today)
    for code, programme in portfolio.programmes.items():
        framework = ResultsFramework.objects.create(
            programme=programme,
            theory_of_change="Judges who can run a docket hold early conferences and keep dates; parties prepare; cases end sooner.",
        )
        courts = [
            court for place in programme.jurisdictions.all() for court in institutions.courts[place.code]
        ]
        _framework(framework, courts, indicators, needs if code == "PAC-CFM" else [], people, today=today)
    _reforms(institutions, people, portfolio, rng, today=today)


def _returns(
    institutions: Institutions, people: People, rng: random.Random, *, scale: int, today: date
) -> None:
    """Yearly returns with consistent stocks; reforming courts resolve more from the third year on."""
    rows = []
    by, second = people.accounts["focal"], people.accounts["second"]
    types = (
        [*CASE_TYPES, *((f"Civil list {n}", 300) for n in range(2, 1 + 3 * (scale - 1) // 1 + 1))]
        if scale > 1
        else CASE_TYPES
    )
    for code, courts in institutions.courts.items():
        for court in courts:
            for case_type, size in types:
                pending = int(size * rng.uniform(0.8, 1.3))
                for back in range(5, 0, -1):
                    year = today.year - back
                    incoming = int(size * rng.uniform(0.92, 1.1))
                    reforming = code in ("FJ", "WS", "VU") and back <= 2 and case_type == "Civil"
                    resolved = int(
                        incoming * rng.uniform(1.12, 1.25)
                        if reforming
                        else incoming * rng.uniform(0.93, 1.03)
                    )
                    resolved = min(resolved, pending + incoming)
                    end = pending + incoming - resolved
                    rows.append(
                        CaseloadReturn(
                            court=court, case_type=case_type, starts=date(year, 1, 1), ends=date(year, 12, 31),
                            pending_start=pending, incoming=incoming, resolved=resolved, pending_end=end,
                            source="Registry’s yearly return", entered_by=by, verified_by=second,
                            verified_at=timezone.now() - timedelta(days=30),
                        )
                    )  # fmt: skip
                    pending = end
    CaseloadReturn.objects.bulk_create(rows, batch_size=5000)


def _framework(
    framework: ResultsFramework,
    courts: list[Court],
    indicators: dict,
    needs: list,
    people: People,
    *,
    today: date,
) -> None:
    impact = Result.objects.create(
        framework=framework, level="impact", title="People get a decision within a reasonable time"
    )
    outcome = Result.objects.create(
        framework=framework, parent=impact, level="outcome", title="Civil cases end sooner", position=1,
        training_need=needs[0] if needs else None, assumption="Registries keep counting cases the same way.",
    )  # fmt: skip
    output = Result.objects.create(
        framework=framework, parent=outcome, level="output", title="Judges hold early conferences", position=2
    )
    first, last = today.year - 3, today.year - 1
    for index, court in enumerate(courts[:5]):
        base = CaseloadReturn.objects.get(court=court, case_type="Civil", starts=date(first, 1, 1))
        days = Decimal(base.pending_end) / Decimal(base.resolved) * 365
        target = Target.objects.create(
            result=outcome, indicator=indicators["DT"], court=court, case_type="Civil", baseline=days.quantize(Decimal("0.1")),
            baseline_on=date(first, 12, 31), value=(days * (1 - SHORTER_BY[index])).quantize(Decimal("0.1")),
            starts=date(last, 1, 1), ends=date(last, 12, 31),
        )  # fmt: skip
        Target.objects.create(
            result=outcome, indicator=indicators["CR"], court=court, case_type="Civil",
            baseline=(Decimal(base.resolved) / base.incoming * 100).quantize(Decimal("0.1")), baseline_on=date(first, 12, 31),
            value=CLEARANCE_TARGETS[index], starts=date(last, 1, 1), ends=date(last, 12, 31),
        )  # fmt: skip
        _milestones(output, court, target, people, today=today)


def _milestones(output: Result, court: Court, target: Target, people: People, *, today: date) -> None:
    owner, second = people.accounts["focal"], people.accounts["coordinator"]
    steps = [
        ("Practice direction on adjournments in force", -260, True),
        ("Every new civil case has a conference in 60 days", -40, court.pk % 2 == 0),
        ("Disposition time at target", 120, False),
    ]
    for title, days, shown in steps:
        milestone = Milestone.objects.create(
            result=output, title=title, owner=owner, court=court, due_on=today + timedelta(days=days),
            target=target if "target" in title else None,
        )  # fmt: skip
        if shown:
            MilestoneEvidence.objects.create(
                milestone=milestone, title="Signed direction, as published by the registry", url="https://court.example/direction",
                added_by=owner, confirmed_by=second, confirmed_at=timezone.now() - timedelta(days=abs(days) // 2),
            )  # fmt: skip
    if court.pk % 2:
        MilestoneEvidence.objects.create(
            milestone=Milestone.objects.filter(court=court).order_by("due_on")[1], title="Conference list of the last quarter",
            url="https://court.example/list", added_by=owner, is_partial=True,
        )  # fmt: skip


def _reforms(
    institutions: Institutions, people: People, portfolio: Portfolio, rng: random.Random, *, today: date
) -> None:
    """Plans of graduates whose jurisdiction has a court of the framework; the sample judge's plan first."""
    completions = (
        Completion.objects.filter(enrolment__cohort__in=[cohort.pk for cohort in portfolio.cohorts[:8]])
        .select_related("enrolment__person", "enrolment__cohort", "enrolment__jurisdiction")
        .order_by("pk")
    )
    own = people.person("judge").pk
    ranked = sorted(completions, key=lambda c: (c.enrolment.person_id != own, c.pk))
    for index, completion in enumerate(ranked[:14]):
        enrolment = completion.enrolment
        courts = institutions.courts[enrolment.jurisdiction.code]
        plan = ReformPlan.objects.create(
            person=enrolment.person, cohort=enrolment.cohort, completion=completion, court=courts[index % len(courts)],
            title="Early conferences in every new civil case" if index % 2 == 0 else "A firm rule for adjournments",
            problem="Hearings are moved too often, and nobody counts why.",
            stage=["practised", "in_force", "adopted", "drafted", "endorsed"][index % 5], mentor=people.person("mentor"),
        )  # fmt: skip
        ReformPlan.objects.filter(pk=plan.pk).update(created_at=timezone.now() - timedelta(days=300))
        for number, (stage, days) in enumerate(
            (("proposed", -300), ("endorsed", -240), (plan.stage, -90 - 7 * index))
        ):
            StageChange.objects.create(
                plan=plan, stage=stage, entered_on=today + timedelta(days=days), by=people.accounts["mentor"],
                decision=f"Practice direction {index + 2} of {today.year}"
                if number == 2 and stage in ("adopted", "in_force", "practised")
                else "",
            )  # fmt: skip
        _steps(plan, people, rng, today=today)


def _steps(plan: ReformPlan, people: People, rng: random.Random, *, today: date) -> None:
    milestones = list(Milestone.objects.filter(court=plan.court).order_by("due_on"))
    steps = [
        "Practice direction signed",
        "First conference list held",
        "All new civil cases get a conference",
    ]
    for position, title in enumerate(steps):
        done = position == 0 or (position == 1 and rng.random() < 0.7)
        ReformStep.objects.create(
            plan=plan, position=position, title=title, due_on=today + timedelta(days=-200 + 130 * position),
            done_on=today + timedelta(days=-210 + 120 * position) if done else None,
            milestone=milestones[min(position, len(milestones) - 1)] if milestones else None,
            confirmed_by=people.accounts["mentor"] if position == 0 else None,
            confirmed_at=timezone.now() - timedelta(days=180) if position == 0 else None,
        )  # fmt: skip
