"""Worked examples of docs/glossary.md §5 and properties that hold for any court."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.indicators import rates
from evaluations.indicators.rates import Flow
from evaluations.results.rules import progress

YEAR = {"starts": date(2025, 1, 1), "ends": date(2025, 12, 31)}


def test_t5_1_a_year_of_a_court():
    assert rates.imbalance(pending_start=700, incoming=1200, resolved=1260, pending_end=640) == 0
    assert rates.clearance_rate_percent(resolved=1260, incoming=1200).rounded(1) == Decimal("105.0")
    assert rates.case_turnover_ratio(resolved=1260, pending_end=640).rounded(3) == Decimal("1.969")
    assert rates.disposition_time_days(pending_end=640, resolved=1260).rounded(1) == Decimal("185.4")


def test_t5_2_a_quarter_counts_its_own_days():
    time = rates.disposition_time_days(pending_end=640, resolved=310, days=92)

    assert time.rounded(1) == Decimal("189.9")


def test_t5_3_rates_without_resolved_or_incoming_cases_are_missing_not_zero():
    assert rates.disposition_time_days(pending_end=640, resolved=0).reason == "zero_denominator"
    assert rates.clearance_rate_percent(resolved=5, incoming=0).reason == "zero_denominator"
    assert rates.clearance_rate_percent(resolved=None, incoming=9).reason == "no_data"
    assert rates.clearance_rate_percent(resolved=5, incoming=0).value is None


def test_t5_4_published_times_compared():
    assert rates.ratio(600, 232).rounded(2) == Decimal("2.59")
    assert rates.ratio(320, 215).rounded(2) == Decimal("1.49")
    assert rates.turnover_for(days=600).rounded(3) == Decimal("0.608")


def test_t5_5_share_over_the_time_standard():
    assert rates.backlog_percent(over_standard=96, pending=640).rounded(1) == Decimal("15.0")


def test_t5_6_resolved_for_one_judge():
    assert rates.resolved_per_judge(resolved=1260, judges=14).value == 90


@pytest.mark.parametrize(
    ("baseline", "target", "actual", "way"),
    [(410, 300, 355, "0.50"), (60, 80, 75, "0.75"), (410, 300, 440, "-0.27")],
)
def test_t5_8_progress_to_the_target(baseline, target, actual, way):
    figure = progress(baseline=Decimal(baseline), target=Decimal(target), actual=Decimal(actual))

    assert figure.rounded(2) == Decimal(way)


def test_t5_8_a_target_equal_to_the_baseline_has_no_progress():
    assert progress(baseline=Decimal(5), target=Decimal(5), actual=Decimal(5)).reason == "zero_denominator"


def test_a_groups_time_comes_from_its_sums_not_from_the_mean_of_times():
    slow = Flow(incoming=10, resolved=10, pending_end=100, **YEAR, source=1)
    fast = Flow(incoming=1000, resolved=1000, pending_end=100, **YEAR, source=2)

    time = rates.group_disposition_time([slow, fast])

    assert time.rounded(1) == Decimal("72.3")  # 200 / 1010 × 365; the mean of the two would be 1843.3
    assert time.sources == (("evaluations.caseloadreturn", 1), ("evaluations.caseloadreturn", 2))


def test_no_court_is_no_data():
    assert rates.group_clearance_rate([]).reason == "no_data"
    assert rates.group_disposition_time([]).reason == "no_data"


def test_periods_that_differ_have_no_common_time():
    year = Flow(incoming=1, resolved=1, pending_end=1, **YEAR)
    month = Flow(incoming=1, resolved=1, pending_end=1, starts=date(2025, 1, 1), ends=date(2025, 1, 31))

    with pytest.raises(ValueError, match="different periods"):
        rates.group_disposition_time([year, month])


def test_four_quarters_join_to_a_year():
    ends = [date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31)]
    starts = [date(2025, 1, 1), date(2025, 4, 1), date(2025, 7, 1), date(2025, 10, 1)]
    quarters = [
        Flow(incoming=10, resolved=9, pending_start=100 + i, pending_end=101 + i, starts=s, ends=e)
        for i, (s, e) in enumerate(zip(starts, ends, strict=True))
    ]

    year = rates.joined(reversed(quarters))

    assert (year.incoming, year.resolved, year.pending_start, year.pending_end, year.days) == (
        40,
        36,
        100,
        104,
        365,
    )
    with pytest.raises(ValueError, match="follow"):
        rates.joined([quarters[0], quarters[2]])


counts = st.integers(0, 10**6)


@given(counts, counts, counts)
def test_what_is_computed_to_balance_balances(start, incoming, resolved):
    end = start + incoming - resolved

    assert rates.imbalance(pending_start=start, incoming=incoming, resolved=resolved, pending_end=end) == 0
    assert (
        rates.imbalance(pending_start=start, incoming=incoming, resolved=resolved, pending_end=end + 3) == 3
    )


@given(st.lists(st.tuples(counts, st.integers(1, 10**6), counts), min_size=1, max_size=8))
def test_a_groups_time_is_between_its_fastest_and_slowest(cases):
    flows = [Flow(incoming=i, resolved=r, pending_end=p, **YEAR) for i, r, p in cases]
    times = [rates.disposition_time_days(pending_end=f.pending_end, resolved=f.resolved).value for f in flows]

    group = rates.group_disposition_time(flows).value

    assert min(times) - Decimal("0.001") <= group <= max(times) + Decimal("0.001")
