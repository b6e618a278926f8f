"""The home pages of funders, focal points and evaluators: what they show, what they hide, and their queries."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluations.results import framework_editing
from participants.accounts.models import RoleAssignment
from programs.cohorts.models import Quota
from programs.funding import services as funding
from programs.funding.models import Contribution
from tests.factories.evaluations import (
    CaseloadReturnFactory,
    EvidenceFactory,
    IndicatorFactory,
    MilestoneFactory,
    ObservationFactory,
    TargetFactory,
    VerifiedReturnFactory,
)
from tests.factories.participants import CourtFactory, JurisdictionFactory, OrganisationFactory, RoleFactory
from tests.factories.programs import CohortFactory, EnrolmentFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db
Role = RoleAssignment.Role
LAST_YEAR = timezone.localdate().year - 1


@pytest.fixture
def jurisdiction():
    return JurisdictionFactory(name="Fiji")


@pytest.fixture
def focal(jurisdiction):
    return RoleFactory(role=Role.FOCAL_POINT, jurisdiction=jurisdiction).user


def section(client, heading: str) -> str:
    """The text of one section of the home page, or an empty string."""
    page = client.get("/home/").content.decode()
    match = re.search(rf'<section[^>]*aria-labelledby="{heading}".*?</section>', page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", match[0])) if match else ""


def pledge(payer, by, *, programme=None, amount=1000, received=None, **fields):
    programme = programme or ProgrammeFactory()
    money = {"kind": "money", "amount": amount, "currency": programme.currency} | fields
    return funding.record_contribution(
        programme=programme, organisation=payer, by=by, pledged_on=date(2025, 1, 1), received_on=received, **money
    )  # fmt: skip


def test_a_funder_sees_only_its_own_contributions_and_spending(funder, coordinator, client_of):
    payer = funder.active_roles[0].organisation
    programme = ProgrammeFactory(title="Case-flow in the Pacific")
    own = pledge(payer, coordinator, programme=programme, amount=300_000, received=date(2025, 2, 1))
    pledge(payer, coordinator, programme=programme, amount=50_000)
    pledge(payer, coordinator, programme=programme, kind="expert", person_days=12, amount=None, currency="")
    pledge(OrganisationFactory(kind="funder"), coordinator, programme=programme, amount=777_777)
    pledge(OrganisationFactory(), coordinator, programme=ProgrammeFactory(title="Not theirs"))
    line = funding.add_budget_line(
        programme=programme, code="1", title="Travel", amount=10_000, by=coordinator
    )
    for contribution, amount in ((own, 1_200), (None, 9_999)):
        funding.record_expenditure(
            line=line, contribution=contribution, amount=amount, spent_on=date(2025, 3, 1), by=coordinator
        )

    grants = section(client_of(funder), "h-grants")

    assert "Case-flow in the Pacific" in grants
    assert "EUR 350,000" in grants
    assert "EUR 300,000" in grants
    assert "EUR 1,200" in grants
    assert "Person-days: 12" in grants
    for secret in ("777,777", "9,999", "Not theirs"):
        assert secret not in grants


def test_a_focal_point_sees_overdue_and_unverified_returns(focal, jurisdiction, client_of):
    complete = CourtFactory(organisation__name="High Court", organisation__jurisdiction=jurisdiction)
    overdue = CourtFactory(organisation__name="Magistrates Court", organisation__jurisdiction=jurisdiction)
    CourtFactory(organisation__name="Elsewhere")
    dates = {"starts": date(LAST_YEAR, 1, 1), "ends": date(LAST_YEAR, 12, 31)}
    CaseloadReturnFactory(court=complete, **dates)
    VerifiedReturnFactory(court=overdue, starts=date(LAST_YEAR - 1, 1, 1), ends=date(LAST_YEAR - 1, 12, 31))

    due = section(client_of(focal), "h-due")
    assert f"1 of 2 courts has no figures up to the end of {LAST_YEAR}" in due
    assert due.index("Magistrates Court") < due.index("High Court")  # overdue first, then to be verified
    assert "High Court : 1 return" in due
    assert "Elsewhere" not in due


def test_a_focal_point_sees_open_cohorts_with_its_quota_and_its_enrolments(focal, jurisdiction, client_of):
    with_quota, without, over = (CohortFactory(title=title) for title in ("With quota", "No quota", "Over"))
    Quota.objects.create(cohort=with_quota, jurisdiction=jurisdiction, minimum=3, maximum=7)
    Quota.objects.create(cohort=over, jurisdiction=jurisdiction, minimum=1)
    over.closes_at = timezone.now() - timedelta(hours=1)
    over.save()
    EnrolmentFactory.create_batch(2, cohort=over, jurisdiction=jurisdiction)
    EnrolmentFactory(cohort=over, jurisdiction=jurisdiction, state="withdrawn")
    EnrolmentFactory(cohort=without)

    client = client_of(focal)
    open_now, people = section(client, "h-open"), section(client, "h-from")

    assert "With quota" in open_now
    assert " 3 7 0 " in open_now
    assert "Over" not in open_now
    assert "Over" in people
    assert "Total 2" in people
    assert "No quota" not in open_now + people


def test_a_focal_point_sees_its_own_milestones(focal, client_of):
    late = MilestoneFactory(
        owner=focal, title="Direction signed", due_on=timezone.localdate() - timedelta(days=3)
    )
    EvidenceFactory(milestone=late)
    MilestoneFactory(title="Somebody else’s")
    cancelled = MilestoneFactory(owner=focal, title="Cancelled one")
    framework_editing.cancel_milestone(milestone=cancelled, reason="No budget", by=focal)

    client = client_of(focal)
    owned = section(client, "h-owned")

    assert "Direction signed" in owned
    tags = re.findall(r'class="tag (\w+)"', client.get("/home/").content.decode().split("h-owned")[-1])
    assert tags == ["bad", "info"]  # overdue, and evidence to be confirmed
    assert "Somebody else’s" not in owned
    assert "Cancelled one" not in owned


def test_an_evaluator_sees_pending_and_recent_verifications(evaluator, client_of):
    computed = IndicatorFactory(title="Clearance rate", formula="clearance_rate")
    observed = IndicatorFactory(title="Users who understand")
    for indicator in (computed, observed):
        TargetFactory(indicator=indicator)
    ObservationFactory.create_batch(2, indicator=observed)
    VerifiedReturnFactory.create_batch(3, verified_by=evaluator)
    CaseloadReturnFactory()
    evidence = EvidenceFactory(title="Signed direction")
    EvidenceFactory(title="Confirmed earlier", confirmed_by=evaluator, confirmed_at=timezone.now())
    client = client_of(evaluator)

    figures, done = section(client, "h-verify"), section(client, "h-stood")

    assert re.search(r"Clearance rate .* 3 1 ", figures)
    assert re.search(r"Users who understand 0 2", figures)
    assert "Confirmed earlier" in done
    assert len(re.findall(r"\b1 court return", done)) == 3
    queue = {item.url: item.title for item, _days in client.get("/home/").context["action_items"]}
    assert (
        "Signed direction"
        in queue[reverse("evaluations:results:milestone", args=[evidence.milestone.public_id])]
    )
    assert [title for page, title in queue.items() if "/returns" in page]
    confirmed = client.post(reverse("evaluations:results:confirm", args=[evidence.public_id]))
    evidence.refresh_from_db()
    assert confirmed.status_code == 302
    assert evidence.confirmed_by == evaluator


@pytest.mark.parametrize("rows", [1, 12])
def test_each_home_page_takes_twelve_queries_at_most(
    funder, focal, jurisdiction, evaluator, coordinator, client_of, rows, django_assert_max_num_queries
):
    for _n in range(rows):
        pledge(funder.active_roles[0].organisation, coordinator)
        court = CourtFactory(organisation__jurisdiction=jurisdiction)
        CaseloadReturnFactory(court=court)
        Quota.objects.create(cohort=CohortFactory(), jurisdiction=jurisdiction, minimum=1)
        EnrolmentFactory(jurisdiction=jurisdiction)
        EvidenceFactory(milestone__owner=focal, milestone__target=TargetFactory())
        VerifiedReturnFactory(
            court=court, starts=date(2020, 1, 1), ends=date(2020, 12, 31), verified_by=evaluator
        )
    assert Contribution.objects.count() == rows

    for person in (funder, focal, evaluator):
        client = client_of(person)
        client.get("/home/")
        with django_assert_max_num_queries(12):
            assert client.get("/home/").status_code == 200
