"""The rule of agreement: worked example and properties."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.consensus.agreement import Thresholds, evaluate_votes, is_stable, quantile

THRESHOLDS = Thresholds()
votes = st.lists(st.integers(1, 9), min_size=5, max_size=60)


def test_t1_7_agreed():
    outcome = evaluate_votes([7, 8, 8, 9, 6, 8, 7], THRESHOLDS)

    assert (outcome.q1, outcome.median, outcome.q3, outcome.iqr) == (7, 8, 8, Decimal("1.0"))
    assert (outcome.result, outcome.needs_another_round) == ("agreed", False)
    assert outcome.agree_share == Decimal(6) / 7


def test_t1_7_no_consensus():
    outcome = evaluate_votes([2, 9, 5, 8, 3, 9, 4], THRESHOLDS)

    assert (outcome.q1, outcome.median, outcome.q3, outcome.iqr) == (
        Decimal("3.5"),
        5,
        Decimal("8.5"),
        Decimal("5.0"),
    )
    assert (outcome.result, outcome.needs_another_round) == ("no_consensus", True)


@pytest.mark.parametrize(
    ("given_votes", "result"),
    [
        ([7, 7, 7, 9, 9], "agreed"),  # IQR 2 is still agreement
        ([6, 7, 7, 9, 9], "agreed"),
        ([5, 6, 7, 9, 9], "no_consensus"),  # IQR 3
        ([6, 6, 6, 6, 6], "not_shared"),  # all equal, below 7
        ([9, 9, 9, 9], "too_few"),
        ([], "too_few"),
    ],
)
def test_edges(given_votes, result):
    assert evaluate_votes(given_votes, THRESHOLDS).result == result


def test_under_five_votes_results_are_withheld():
    outcome = evaluate_votes([9, 9, 9, 1], THRESHOLDS)

    assert (outcome.n, outcome.median, outcome.iqr, outcome.agree_share, outcome.counts) == (
        None,
        None,
        None,
        None,
        (),
    )
    assert outcome.needs_another_round


@given(votes)
def test_order_of_votes_does_not_matter_and_quartiles_are_in_order(given_votes):
    outcome = evaluate_votes(given_votes, THRESHOLDS)

    assert outcome == evaluate_votes(sorted(given_votes, reverse=True), THRESHOLDS)
    assert min(given_votes) <= outcome.q1 <= outcome.median <= outcome.q3 <= max(given_votes)
    assert sum(outcome.counts) == len(given_votes)


@given(votes)
def test_quartiles_are_those_of_numpy(given_votes):
    numpy = pytest.importorskip("numpy")
    ordered = sorted(given_votes)

    assert [float(quantile(ordered, q)) for q in (1, 2, 3)] == [
        float(value) for value in numpy.percentile(ordered, [25, 50, 75])
    ]


def test_stability_is_a_change_of_at_most_one():
    outcome = evaluate_votes([7, 8, 8, 9, 6, 8, 7], THRESHOLDS, median_before=Decimal(7))

    assert outcome.change == 1
    assert is_stable(outcome.change, THRESHOLDS) is True
    assert is_stable(Decimal("-1.5"), THRESHOLDS) is False
    assert is_stable(None, THRESHOLDS) is None
