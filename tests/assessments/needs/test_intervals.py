"""Intervals, robustness and reliability: worked examples and properties."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.needs import intervals, ranking, robustness, tallies
from assessments.needs.sums import sums_of

PAIR = st.tuples(st.integers(1, 5), st.integers(1, 5))
A = [(5, 2), (4, 3), (5, 3), (3, 2), (4, 4)]


@pytest.mark.parametrize(
    ("freedom", "point"), [(4, 2.776), (9, 2.262), (19, 2.093), (60, 2.000), (10**6, 1.960)]
)
def test_points_of_student_s_t_are_those_of_the_tables(freedom, point):
    assert intervals.t_quantile(freedom) == pytest.approx(point, abs=0.01)


def test_the_interval_matches_resampling():
    rng = np.random.default_rng(7)
    importance = rng.integers(3, 6, 400)
    ability = np.clip(importance - rng.integers(0, 3, 400), 1, 5)
    pairs = list(zip(importance.tolist(), ability.tolist(), strict=True))

    band = intervals.group_interval(sums_of(pairs), k=5)

    table = np.array(pairs)
    sampled = table[rng.integers(0, 400, (4000, 400))].mean(axis=1)
    low, high = np.percentile(sampled[:, 0] * (sampled[:, 0] - sampled[:, 1]), [2.5, 97.5])
    assert float(band.low) == pytest.approx(low, abs=0.05)
    assert float(band.high) == pytest.approx(high, abs=0.05)


def test_an_interval_needs_ten_people():
    assert intervals.group_interval(sums_of([(4, 2)] * 9), k=5) is None
    assert intervals.group_interval(sums_of([(4, 2)] * 10), k=5) == intervals.ConfidenceInterval(
        Decimal(8), Decimal(8)
    )


def test_a_small_groups_variance_does_not_affect_the_overall_interval():
    weights = {"judge": Decimal("0.7"), "lawyer": Decimal("0.3")}
    judges = sums_of(A * 4)
    alike, scattered = sums_of([(4, 2)] * 6), sums_of([(3, 1), (5, 3)] * 3)
    assert alike.importance == scattered.importance

    bands = [
        intervals.weighted_interval({"judge": judges, "lawyer": lawyers}, weights, k=5)
        for lawyers in (alike, scattered)
    ]

    assert bands[0] == bands[1]
    assert bands[0].low < bands[0].high


@given(st.lists(PAIR, min_size=10, max_size=40))
def test_the_score_lies_inside_its_interval(pairs):
    band = intervals.group_interval(sums_of(pairs), k=5)

    assert band.low <= ranking.score(pairs).mwds + Decimal("1e-7")
    assert band.high >= ranking.score(pairs).mwds - Decimal("1e-7")


@given(st.lists(PAIR, max_size=20), st.lists(PAIR, max_size=20))
def test_sums_are_additive(some, others):
    assert sums_of(some) + sums_of(others) == sums_of(some + others)


def test_a_ranked_discrepancy_shows_from_ten_people_and_ranks_apart():
    few = ranking.rank({1: {"judge": A}}, {"judge": Decimal(1)}, answered={"judge": 5})
    need, skill = [(5, 1)] * 10, [(5, 4), (4, 5)] * 5
    many = ranking.rank(
        {1: {"judge": skill}, 2: {"judge": need}}, {"judge": Decimal(1)}, answered={"judge": 10}
    )

    assert {cell.rds for cell in few} == {None}
    assert [(c.item, c.rds, c.rds_rank) for c in many if not c.group] == [
        (2, Decimal(-100), 1),
        (1, Decimal(0), 2),
    ]


def test_t1_8_alpha_of_the_worked_example():
    rows = np.array([[4, 5, 3], [3, 3, 4], [5, 4, 5], [2, 3, 2], [4, 4, 4]])

    assert round(tallies.alpha_and_reason(rows)[0], 4) == Decimal("0.7929")


def test_alpha_needs_three_items_and_ten_people_who_rated_all_of_them():
    rows = np.array([[4, 5, 3], [3, 3, 4], [5, 4, 5], [2, 3, 2], [4, 4, 4]] * 2)
    gap = rows.copy()
    gap[0, 1] = tallies.NOT_APPLICABLE

    assert tallies.alpha_of(rows[:, :2]).reason == "not_applicable"
    assert (tallies.alpha_of(rows).n, tallies.alpha_of(rows).reason) == (10, "")
    assert (tallies.alpha_of(gap).n, tallies.alpha_of(gap).reason) == (None, "suppressed")
    assert tallies.alpha_of(np.full((12, 3), 4)).reason == "zero_denominator"


def test_samples_are_those_of_the_documented_generator():
    assert robustness.uniforms(20, 2) == [
        (1664525 * 20 + 1013904223) % 2**32 / 2**32,
        (1664525 * ((1664525 * 20 + 1013904223) % 2**32) + 1013904223) % 2**32 / 2**32,
    ]


def test_an_item_that_every_group_puts_first_stays_first_and_a_contested_one_does_not():
    scores = {
        1: {"judge": 9.0, "lawyer": 9.0},
        2: {"judge": 8.0, "lawyer": 1.0},
        3: {"judge": 1.0, "lawyer": 8.0},
        4: {},
    }
    plan = robustness.Plan(draws=400, within=0.5, top=2)

    shares = robustness.shares_in_top(scores, {"judge": 0.5, "lawyer": 0.5}, plan)

    assert shares[1] == 1
    assert set(shares) == {1, 2, 3}
    assert 0.3 < shares[2] < 0.7
    assert shares[2] + shares[3] == pytest.approx(1, abs=0.01)


def test_equal_scores_at_the_end_of_the_top_all_stay():
    scores = {n: {"judge": 5.0} for n in range(3)}

    assert robustness.shares_in_top(scores, {"judge": 1.0}, robustness.Plan(draws=5, top=2)) == {
        0: 1,
        1: 1,
        2: 1,
    }
