"""The rule of agreement: worked example and properties."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.consensus.agreement import Thresholds, evaluate_votes, is_stable, quantile

THRESHOLDS = Thresholds()
votes = st.lists(st.integers(1, 9), min_size=5, max_size=60)


def test_t1_7_agreed():
    found = evaluate_votes([7, 8, 8, 9, 6, 8, 7], THRESHOLDS)

    assert (found.q1, found.median, found.q3, found.iqr) == (7, 8, 8, Decimal("1.0"))
    assert (found.result, found.needs_another_round) == ("agreed", False)
    assert found.agree_share == Decimal(6) / 7


def test_t1_7_no_consensus():
    found = evaluate_votes([2, 9, 5, 8, 3, 9, 4], THRESHOLDS)

    assert (found.q1, found.median, found.q3, found.iqr) == (
        Decimal("3.5"),
        5,
        Decimal("8.5"),
        Decimal("5.0"),
    )
    assert (found.result, found.needs_another_round) == ("no_consensus", True)


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
    found = evaluate_votes([9, 9, 9, 1], THRESHOLDS)

    assert (found.n, found.median, found.iqr, found.agree_share, found.counts) == (None, None, None, None, ())
    assert found.needs_another_round


@given(votes)
def test_order_of_votes_does_not_matter_and_quartiles_are_in_order(given_votes):
    found = evaluate_votes(given_votes, THRESHOLDS)

    assert found == evaluate_votes(sorted(given_votes, reverse=True), THRESHOLDS)
    assert min(given_votes) <= found.q1 <= found.median <= found.q3 <= max(given_votes)
    assert sum(found.counts) == len(given_votes)


@given(votes)
def test_quartiles_are_those_of_numpy(given_votes):
    numpy = pytest.importorskip("numpy")
    ordered = sorted(given_votes)

    assert [float(quantile(ordered, q)) for q in (1, 2, 3)] == [
        float(value) for value in numpy.percentile(ordered, [25, 50, 75])
    ]


def test_stability_is_a_change_of_at_most_one():
    found = evaluate_votes([7, 8, 8, 9, 6, 8, 7], THRESHOLDS, median_before=Decimal(7))

    assert found.change == 1
    assert is_stable(found.change, THRESHOLDS) is True
    assert is_stable(Decimal("-1.5"), THRESHOLDS) is False
    assert is_stable(None, THRESHOLDS) is None
