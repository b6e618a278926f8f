"""What funder, focal point and evaluator find on their home page, what they do not, and what the page costs."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluations.results import services as results
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
def place():
    return JurisdictionFactory(name="Fiji")


@pytest.fixture
def focal(place):
    return RoleFactory(role=Role.FOCAL_POINT, jurisdiction=place).user


def part(client, heading: str) -> str:
    """The text of one part of the home page, or an empty text."""
    page = client.get("/home/").content.decode()
    found = re.search(rf'<section[^>]*aria-labelledby="{heading}".*?</section>', page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0])) if found else ""


def pledge(payer, by, *, programme=None, amount=1000, received=None, **fields):
    programme = programme or ProgrammeFactory()
    money = {"kind": "money", "amount": amount, "currency": programme.currency} | fields
    return funding.record_contribution(
        programme=programme, organisation=payer, by=by, pledged_on=date(2025, 1, 1), received_on=received, **money
    )  # fmt: skip


def test_a_funder_reads_what_it_pledged_paid_and_what_was_spent_of_it_and_nobody_else_s(
    funder, coordinator, client_of
):
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

    active_roles = part(client_of(funder), "h-active_roles")

    assert "Case-flow in the Pacific" in active_roles
    assert "EUR 350,000" in active_roles
    assert "EUR 300,000" in active_roles
    assert "EUR 1,200" in active_roles
    assert "12 person days" in active_roles
    for secret in ("777,777", "9,999", "Not theirs"):
        assert secret not in active_roles


def test_a_focal_point_sees_which_courts_owe_figures_and_which_wait_for_verification(focal, place, client_of):
    sent = CourtFactory(organisation__name="High Court", organisation__jurisdiction=place)
    owing = CourtFactory(organisation__name="Magistrates Court", organisation__jurisdiction=place)
    CourtFactory(organisation__name="Elsewhere")
    dates = {"starts": date(LAST_YEAR, 1, 1), "ends": date(LAST_YEAR, 12, 31)}
    CaseloadReturnFactory(court=sent, **dates)
    VerifiedReturnFactory(court=owing, starts=date(LAST_YEAR - 1, 1, 1), ends=date(LAST_YEAR - 1, 12, 31))

    due = part(client_of(focal), "h-due")

    assert f"1 of 2 courts has no figures up to the end of {LAST_YEAR}" in due
    assert "Magistrates Court" in due.split("Awaiting verification")[0]
    assert "High Court : 1 return" in due.split("Awaiting verification")[1]
    assert "Elsewhere" not in due


def test_a_focal_point_sees_open_cohorts_with_seats_for_it_and_its_people_in_others(focal, place, client_of):
    kept, without, over = (CohortFactory(title=title) for title in ("Kept", "No quota", "Over"))
    Quota.objects.create(cohort=kept, jurisdiction=place, minimum=3, maximum=7)
    Quota.objects.create(cohort=over, jurisdiction=place, minimum=1)
    over.closes_at = timezone.now() - timedelta(hours=1)
    over.save()
    EnrolmentFactory.create_batch(2, cohort=over, jurisdiction=place)
    EnrolmentFactory(cohort=over, jurisdiction=place, state="withdrawn")
    EnrolmentFactory(cohort=without)

    client = client_of(focal)
    open_now, people = part(client, "h-open"), part(client, "h-from")

    assert "Kept" in open_now
    assert " 3 7 0 " in open_now
    assert "Over" not in open_now
    assert "Over" in people
    assert "Total 2" in people
    assert "No quota" not in open_now + people


def test_a_focal_point_sees_the_milestones_that_it_answers_for(focal, client_of):
    late = MilestoneFactory(
        owner=focal, title="Direction signed", due_on=timezone.localdate() - timedelta(days=3)
    )
    EvidenceFactory(milestone=late)
    MilestoneFactory(title="Somebody else’s")
    given_up = MilestoneFactory(owner=focal, title="Given up")
    results.cancel_milestone(milestone=given_up, reason="No budget", by=focal)

    owned = part(client_of(focal), "h-owned")

    assert "Direction signed" in owned
    assert "Overdue" in owned
    assert "Awaiting confirmation" in owned
    assert "Somebody else’s" not in owned
    assert "Given up" not in owned


def test_an_evaluator_finds_what_waits_for_verification_and_what_was_verified(evaluator, client_of):
    computed = IndicatorFactory(title="Clearance rate", formula="clearance_rate")
    observed = IndicatorFactory(title="Users who understand")
    for indicator in (computed, observed):
        TargetFactory(indicator=indicator)
    ObservationFactory.create_batch(2, indicator=observed)
    VerifiedReturnFactory.create_batch(3, verified_by=evaluator)
    CaseloadReturnFactory()
    evidence = EvidenceFactory(title="Signed direction")
    EvidenceFactory(title="Stood for", confirmed_by=evaluator, confirmed_at=timezone.now())
    client = client_of(evaluator)

    figures, done = part(client, "h-verify"), part(client, "h-stood")

    assert re.search(r"Clearance rate .* 3 1 ", figures)
    assert re.search(r"Users who understand 0 2", figures)
    assert "Stood for" in done
    assert done.count("1 court return verified") == 3
    queue = part(client, "h-queue")
    assert "Confirm evidence: Signed direction" in queue
    assert "Verify 1 court return" in queue
    confirmed = client.post(reverse("evaluations:results:confirm", args=[evidence.public_id]))
    evidence.refresh_from_db()
    assert confirmed.status_code == 302
    assert evidence.confirmed_by == evaluator


@pytest.mark.parametrize("rows", [1, 12])
def test_each_home_costs_twelve_queries_at_most(
    funder, focal, place, evaluator, coordinator, client_of, rows, django_assert_max_num_queries
):
    for _n in range(rows):
        pledge(funder.active_roles[0].organisation, coordinator)
        court = CourtFactory(organisation__jurisdiction=place)
        CaseloadReturnFactory(court=court)
        Quota.objects.create(cohort=CohortFactory(), jurisdiction=place, minimum=1)
        EnrolmentFactory(jurisdiction=place)
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
