"""Training need compared with spending per judge; unknown values are never counted as zero."""

from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from assessments.landscape.models import JudgeCount
from assessments.needs.models import JurisdictionNeed
from programs.funding.gap_queries import gaps_for
from programs.funding.gap_views import REASONS
from programs.funding.gaps import gap_of, share_out, sort_key, sum_shares
from programs.funding.models import BudgetLine, Expenditure
from tests.assessments.needs.test_results import closed_assessment
from tests.factories.participants import JurisdictionFactory, RoleFactory
from tests.factories.programs import CohortFactory, EnrolmentFactory, ProgrammeFactory

D = Decimal


def test_less_money_per_judge_ranks_first():
    small = gap_of(need=D(8), spent=D(40_000), judges=20)
    large = gap_of(need=D(8), spent=D(40_000), judges=400)

    assert (small.per_head, small.index) == (2000, 4)
    assert (large.per_head, large.index) == (100, 80)
    assert sorted([small, large], key=sort_key) == [large, small]


def test_jurisdictions_without_spending_rank_first_and_unknown_ones_last():
    nothing = gap_of(need=D(2), spent=D(0), judges=20)
    known = gap_of(need=D(20), spent=D(1), judges=20)
    no_judges = gap_of(need=D(20), spent=D(1), judges=None)
    not_reported = gap_of(need=D(20), spent=None, judges=20)
    no_need = gap_of(need=None, spent=D(1), judges=20)

    ranked = sorted([no_need, no_judges, not_reported, known, nothing], key=sort_key)

    assert ranked[:2] == [nothing, known]
    assert [gap.reason for gap in (nothing, known, no_judges, not_reported, no_need)] == [
        "nothing_spent", "", "no_judges", "not_reported", "no_need",
    ]  # fmt: skip
    assert {gap.index for gap in (nothing, no_judges, not_reported, no_need)} == {None}


@given(
    st.decimals(0, 10**9, places=2), st.dictionaries(st.sampled_from("ABCD"), st.integers(0, 500)),
    st.sets(st.sampled_from("ABCD"), min_size=1),
)  # fmt: skip
def test_shares_add_up_to_the_amount(amount, people, jurisdictions):
    shares = share_out(amount, people, jurisdictions)

    assert abs(sum(shares.values()) - amount) < D("0.01")
    assert all(share >= 0 for share in shares.values())


def test_shares_are_summed_by_jurisdiction():
    assert sum_shares([{"A": D(1)}, {"A": D(2), "B": D(3)}]) == {"A": 3, "B": 3}


def spend(programme, amount, cohort=None):
    line = BudgetLine.objects.create(
        programme=programme, code=str(BudgetLine.objects.count()), title="x", amount=9
    )
    Expenditure.objects.create(line=line, cohort=cohort, amount=amount, spent_on="2026-02-01")


def ranked_needs_of(jurisdiction):
    """A closed assessment of the jurisdiction, with its ranking."""
    return closed_assessment(jurisdiction=jurisdiction)


@pytest.mark.django_db
def test_spending_is_shared_by_enrolments_and_divided_by_judges(coordinator):
    fiji, samoa = JurisdictionFactory(code="FJ"), JurisdictionFactory(code="WS", is_small_state=True)
    ranked_needs_of(fiji)
    ranked_needs_of(samoa)
    programme = ProgrammeFactory(currency="EUR")
    programme.jurisdictions.set([fiji, samoa])
    cohort = CohortFactory(programme=programme, capacity=9)
    for _number in range(3):
        EnrolmentFactory(cohort=cohort, jurisdiction=fiji)
    EnrolmentFactory(cohort=cohort, jurisdiction=samoa)
    spend(programme, 4000, cohort)
    for jurisdiction, judges in ((fiji, 10), (samoa, 50)):
        JudgeCount.objects.create(
            jurisdiction=jurisdiction, year=2025, judges=judges, source="x", entered_by=coordinator
        )

    rows = gaps_for(coordinator, currency="EUR")

    assert [(row.jurisdiction.code, row.gap.spent, row.gap.per_head) for row in rows] == [
        ("WS", 1000, 20), ("FJ", 3000, 300),
    ]  # fmt: skip
    assert rows[0].gap.need == rows[1].gap.need == pytest.approx(D("6.36"))


@pytest.mark.django_db
def test_missing_spending_and_other_currencies_are_reported(coordinator, client_of):
    not_reported, foreign, unfunded = (JurisdictionFactory(code=code) for code in ("NR", "FO", "UN"))
    for jurisdiction in (not_reported, foreign, unfunded):
        ranked_needs_of(jurisdiction)
    ProgrammeFactory(currency="EUR").jurisdictions.add(not_reported)
    dollars = ProgrammeFactory(currency="USD")
    dollars.jurisdictions.add(foreign)
    spend(dollars, 100)
    client = client_of(coordinator)

    context = client.get(reverse("programs:funding:gaps"), {"currency": "EUR"}).context
    reasons = {row.jurisdiction.code: row.gap.reason for row in gaps_for(coordinator, currency="EUR")}
    page = client.get(reverse("programs:funding:gaps")).content.decode()

    assert reasons == {"NR": "not_reported", "FO": "other_currency", "UN": "nothing_spent"}
    assert context["currency"] == "USD"
    assert str(REASONS["not_reported"]) in page
    assert str(REASONS["nothing_spent"]) in page


@pytest.mark.django_db
def test_a_jurisdiction_with_withheld_cells_has_no_need_instead_of_zero(coordinator):
    assessment = ranked_needs_of(JurisdictionFactory(code="FJ"))
    ranking = assessment.rankings.get()
    assert JurisdictionNeed.objects.filter(ranking=ranking, group_code="").exists()
    from assessments.needs import services
    from tests.factories import assessments as make

    small = make.open_assessment(jurisdiction=JurisdictionFactory(code="WS"))
    make.answer(small, ratings={"D1.1": (5, 1)})
    services.close_assessment(assessment=small, by=None)

    rows = {row.jurisdiction.code: row.gap for row in gaps_for(coordinator, currency="EUR")}

    assert rows["FJ"].need is not None
    assert "WS" not in rows or rows["WS"].reason == "no_need"


@pytest.mark.django_db
def test_judge_counts_require_a_source_and_record_their_history(coordinator, client_of):
    jurisdiction = JurisdictionFactory()
    client, url = client_of(coordinator), reverse("programs:funding:judges")
    typed = {"jurisdiction": jurisdiction.pk, "year": 2025, "judges": 52, "source": "Report, page 9"}

    statuses = [client.post(url, {**typed, **wrong}).status_code for wrong in ({"source": ""}, {"judges": 0})]
    client.post(url, typed)
    client.post(url, {**typed, "judges": 54})

    assert statuses == [422, 422]
    assert JudgeCount.objects.get().judges == 54
    assert [row.judges for row in JudgeCount.pgh_event_model.objects.order_by("pgh_id")] == [52, 54]


@pytest.mark.django_db
def test_a_focal_point_enters_judge_counts_of_its_own_jurisdiction_only(client_of):
    own, other = JurisdictionFactory(), JurisdictionFactory()
    client = client_of(RoleFactory(role="focal_point", jurisdiction=own).user)
    url, typed = reverse("programs:funding:judges"), {"year": 2025, "judges": 5, "source": "x"}

    client.post(url, {**typed, "jurisdiction": own.pk})
    rejected = client.post(url, {**typed, "jurisdiction": other.pk})

    assert rejected.status_code == 422
    assert JudgeCount.objects.get().jurisdiction == own


@pytest.mark.django_db
def test_funding_gaps_require_access_to_all_enrolments(judge, funder, evaluator, client, client_of):
    url = reverse("programs:funding:gaps")

    assert client.get(url).status_code == 302
    assert [client_of(user).get(url).status_code for user in (judge, funder, evaluator)] == [403, 403, 200]


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 20])
def test_the_page_has_a_constant_number_of_queries(coordinator, client_of, rows, django_assert_num_queries):
    ranked_needs_of(JurisdictionFactory())
    for _number in range(rows):
        programme = ProgrammeFactory()
        programme.jurisdictions.add(JurisdictionFactory())
        spend(programme, 10)
    client, url = client_of(coordinator), reverse("programs:funding:gaps")
    client.get(url)

    with django_assert_num_queries(13):
        client.get(url)


@pytest.mark.django_db
def test_negative_scores_do_not_reduce_the_mean_need(coordinator):
    assessment = ranked_needs_of(JurisdictionFactory())
    cells = JurisdictionNeed.objects.filter(ranking__assessment=assessment, group_code="").exclude(score=None)
    low, high = cells.order_by("score")[:2]
    JurisdictionNeed.objects.create(
        ranking=low.ranking,
        jurisdiction=JurisdictionFactory(),
        competency=low.competency,
        score=D("-4"),
        n=9,
        rank=2,
    )
    other = JurisdictionNeed.objects.get(score=D("-4")).jurisdiction
    JurisdictionNeed.objects.create(
        ranking=low.ranking, jurisdiction=other, competency=high.competency, score=D("8"), n=9, rank=1
    )

    rows = {row.jurisdiction.pk: row.gap.need for row in gaps_for(coordinator, currency="EUR")}

    assert rows[other.pk] == 4
