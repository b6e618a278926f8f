"""A programme with data for every section of a report, two coordinators, and a funder."""

import datetime
from decimal import Decimal

import pytest

from evaluations.reforms.models import ReformPlan, StageChange
from evaluations.reports import services
from evaluations.results.models import MilestoneEvidence
from participants.accounts.models import RoleAssignment
from portal.jobs import services as jobs
from programs.cohorts.models import CohortApplication
from programs.funding.models import BudgetLine, Contribution, Expenditure
from programs.programmes.models import ProgrammePartner
from tests.factories import completions
from tests.factories.evaluations import (
    FrameworkFactory,
    IndicatorFactory,
    MilestoneFactory,
    ResultFactory,
    TargetFactory,
    VerifiedReturnFactory,
)
from tests.factories.participants import CourtFactory

STARTS, ENDS = datetime.date(2025, 1, 1), datetime.date(2025, 12, 31)


@pytest.fixture
def maker(db):
    return completions.coordinator()


@pytest.fixture
def approver(db):
    return completions.coordinator()


@pytest.fixture
def programme(db, maker, approver):
    made = completions.programme()
    _court_figures(made, maker, approver)
    _people(made)
    _money(made)
    return made


def _court_figures(made, maker, approver) -> None:
    place = completions.jurisdiction("Fiji")
    made.jurisdictions.add(place)
    inside = CourtFactory(organisation__name="High Court, Suva", organisation__jurisdiction=place)
    outside = CourtFactory(organisation__name="Magistrates, Nadi", organisation__jurisdiction=place)
    for year, resolved in ((2022, 1000), (2023, 1020), (2024, 1150), (2025, 1260)):
        for court in (inside, outside):
            dates = {"starts": datetime.date(year, 1, 1), "ends": datetime.date(year, 12, 31)}
            counts = {"pending_start": None, "incoming": 1200, "resolved": resolved, "pending_end": 640}
            VerifiedReturnFactory(court=court, **dates, **counts)
    result = ResultFactory(framework=FrameworkFactory(programme=made, theory_of_change="Dates are kept."))
    wait = IndicatorFactory(
        code="DT", title="Disposition time", unit="days", formula="disposition_time", direction="decrease"
    )
    target = TargetFactory(
        result=result,
        indicator=wait,
        court=inside,
        case_type="Civil",
        baseline=Decimal(234),
        value=Decimal(180),
    )
    TargetFactory(
        result=result,
        indicator=IndicatorFactory(title="Court users who find it clear", unit="%"),
        court=inside,
    )
    shown = MilestoneFactory(
        result=result, title="Direction in force", court=inside, due_on=datetime.date(2025, 6, 1)
    )
    MilestoneEvidence.objects.create(
        milestone=shown, title="Signed direction", url="https://court.example/d", added_by=maker,
        confirmed_by=approver, confirmed_at=datetime.datetime(2025, 6, 2, tzinfo=datetime.UTC),
    )  # fmt: skip
    MilestoneFactory(result=result, title="Late step", court=inside, due_on=datetime.date(2025, 9, 1))
    assert target.pk


def _people(made) -> None:
    """Twelve enrolled in one jurisdiction and three in another, few of them completed, so that cells are suppressed."""
    cohort = completions.cohort(made)
    places = [completions.jurisdiction("Samoa"), completions.jurisdiction("Tonga")]
    for number in range(15):
        place = places[number >= 12]
        if number % 3 == 2 or number < 6:
            done = completions.completion(cohort, name=f"Secret Name {number}")
            enrolment = done.enrolment
            enrolment.person.sex = "female" if number % 2 else "male"
            enrolment.person.save()
        else:
            enrolment = completions.enrolment(cohort, name=f"Secret Name {number}")
        enrolment.jurisdiction = place
        enrolment.save()
        CohortApplication.objects.create(
            cohort=cohort, person=enrolment.person, jurisdiction=place, state="accepted",
            submitted_at=datetime.datetime(2025, 5, 1, tzinfo=datetime.UTC), language="en", motivation="x",
        )  # fmt: skip
    court = CourtFactory(organisation__name="Supreme Court, Apia", organisation__jurisdiction=places[0])
    for visibility, title in (("programme", "Early conferences"), ("private", "A private matter")):
        plan = ReformPlan.objects.create(
            person=done.enrolment.person, cohort=cohort, completion=done, court=court, title=title,
            stage="in_force", visibility=visibility,
        )  # fmt: skip
        StageChange.objects.create(
            plan=plan, stage="in_force", entered_on=datetime.date(2025, 10, 1), decision="Practice direction 4",
            by=done.enrolment.person.user,
        )  # fmt: skip


def _money(made) -> None:
    line = BudgetLine.objects.create(programme=made, code="1", title="Cohorts", amount=Decimal("1000.00"))
    for day, amount in (("2024-05-01", "100.10"), ("2025-05-01", "200.20"), ("2026-02-01", "999.00")):
        Expenditure.objects.create(line=line, amount=Decimal(amount), spent_on=day)
    payer = completions.organisation("Justice Cooperation Fund", kind="funder")
    ProgrammePartner.objects.create(programme=made, organisation=payer, role_code="1")
    Contribution.objects.create(
        programme=made, organisation=payer, kind="money", amount=Decimal(1000), currency=made.currency,
        pledged_on="2024-01-01", received_on="2024-02-01", reference="JCF-1",
    )  # fmt: skip


@pytest.fixture
def funder(programme):
    account = completions.user("Ingrid Solheim")
    payer = programme.contributions.get().organisation
    RoleAssignment.objects.create(user=account, role="funder", organisation=payer)
    return account


@pytest.fixture
def draft(programme, maker):
    return services.make_report(
        programme=programme,
        title="Impact report 2025",
        starts=STARTS,
        ends=ENDS,
        languages=["en"],
        by=maker,
    )


@pytest.fixture
def carry_out():
    """Run a job in this process."""

    def run(job, work):
        with jobs.claim(job.pk) as claimed:
            work(claimed)
        job.refresh_from_db()
        assert (job.state, job.error_for_operators) == ("done", "")

    return run


@pytest.fixture
def frozen(draft, maker, carry_out):
    carry_out(services.start_freezing(report=draft, by=maker), services.freeze)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def printed(frozen, approver, carry_out):
    carry_out(services.approve(report=frozen, by=approver), services.create_files)
    frozen.refresh_from_db()
    return frozen
