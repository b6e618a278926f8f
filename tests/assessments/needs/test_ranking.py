"""The worked examples of the standard, and properties of the ranking."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.needs import ranking
from portal.figures.figure import round_half_up
from portal.figures.suppression import suppressed_cells

A = [(5, 2), (4, 3), (5, 3), (3, 2), (4, 4)]
B = [(4, 2), (4, 1), (3, 2), (4, 3), (4, 2)]
C = [(5, 4), (5, 5), (5, 4), (4, 4), (5, 5)]
ONE = {"judge": Decimal(1)}


def test_t1_1_scores_one_item():
    score = ranking.score(A)

    assert (score.n, score.importance, score.mwds) == (5, Decimal("4.2"), Decimal("5.88"))
    assert ranking.index_of(score.mwds) == Decimal("29.4")
    assert ranking.ranked_discrepancy(A) == Decimal(-80)


def test_t1_2_ranks_three_items():
    cells = ranking.rank({1: {"judge": A}, 2: {"judge": B}, 3: {"judge": C}}, ONE, answered={"judge": 5})

    overall = [(c.rank, c.item, c.mwds) for c in cells if not c.group]
    assert overall == [(1, 2, Decimal("6.84")), (2, 1, Decimal("5.88")), (3, 3, Decimal("1.92"))]


def test_t1_3_counts_complete_pairs_only_and_shows_nothing_under_five():
    pairs = [(5, 2), (4, 3), (4, 4)]  # the third had no importance, the fourth "don't know" for ability

    score = ranking.score(pairs)
    shown = ranking.rank({1: {"judge": pairs}}, ONE, answered={"judge": 5})

    assert score.n == 3
    assert round_half_up(score.importance, 4) == Decimal("4.3333")
    assert round_half_up(score.mwds, 4) == Decimal("5.7778")
    assert [(c.group, c.n, c.mwds, c.reason) for c in shown] == [
        ("", None, None, "suppressed"),
        ("judge", None, None, "suppressed"),
    ]


def test_t1_4_weights_groups_and_redistributes_the_weight_of_missing_ones():
    scores = {"judge": Decimal("5.88"), "prosecutor": Decimal("4.20"), "court_staff": Decimal("8.00")}
    weights = {"judge": Decimal("0.5"), "prosecutor": Decimal("0.2"), "court_staff": Decimal("0.3")}

    assert ranking.weighted(scores, weights) == Decimal("6.18")
    del scores["court_staff"]
    assert round_half_up(ranking.weighted(scores, weights), 2) == Decimal("5.40")


def test_t1_6_hides_small_cells_and_complementary_cells():
    assert suppressed_cells({"judge": 12, "prosecutor": 3, "court_staff": 9}) == {"prosecutor", "court_staff"}
    assert suppressed_cells({"judge": 12, "prosecutor": 1, "court_staff": 5, "lawyer": 7}) == {
        "prosecutor",
        "court_staff",
        "lawyer",
    }
    assert suppressed_cells({"judge": 12, "prosecutor": 0}) == frozenset()


def test_equal_scores_share_a_rank_and_items_without_score_have_none():
    cells = ranking.rank(
        {1: {"judge": B}, 2: {"judge": B}, 3: {"judge": A}, 4: {}}, ONE, answered={"judge": 5}
    )

    assert [(c.item, c.rank, c.reason) for c in cells if not c.group] == [
        (1, 1, ""),
        (2, 1, ""),
        (3, 3, ""),
        (4, None, "no_data"),
    ]


def test_scores_that_are_equal_in_thirds_share_a_rank():
    """10/3 × 2 and 4 × 5/3 are both 20/3, but in 28 digits the one ends in 6 and the other in 8."""
    first = [(3, 1), (3, 1), (4, 2), (3, 1), (3, 1), (4, 2)]
    second = [(4, 2), (4, 3), (4, 2), (4, 2), (4, 3), (4, 2)]

    cells = ranking.rank({1: {"judge": first}, 2: {"judge": second}}, ONE, answered={"judge": 6})

    assert [(c.item, c.rank) for c in cells if not c.group] == [(1, 1), (2, 1)]


def test_a_mean_at_the_end_of_the_scale_needs_ten_people():
    everyone_answers_five = [(5, 2), (5, 1), (5, 3), (5, 2), (5, 2), (5, 4)]

    few = ranking.rank({1: {"judge": everyone_answers_five}}, ONE, answered={"judge": 6})
    many = ranking.rank({1: {"judge": everyone_answers_five * 2}}, ONE, answered={"judge": 12})

    assert {c.mwds for c in few} == {None}
    assert {c.importance for c in many} == {Decimal(5)}


def test_same_answers_in_any_order_have_the_same_digest():
    answers = [(1, "judge", 5, 2), (1, "lawyer", 4, 4), (2, "judge", 3, 3)]

    first = ranking.digest(answers, {"judge": Decimal("0.5"), "lawyer": Decimal("0.50")})

    assert first == ranking.digest(reversed(answers), {"lawyer": Decimal("0.5"), "judge": Decimal("0.5")})
    assert first != ranking.digest(answers[:2], {"judge": Decimal("0.5"), "lawyer": Decimal("0.5")})


PAIRS = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), max_size=14)
GROUPS = ("judge", "lawyer", "ministry", "oversight")
WEIGHTS = {
    "judge": Decimal("0.4"),
    "lawyer": Decimal("0.3"),
    "ministry": Decimal("0.2"),
    "oversight": Decimal("0.1"),
}


@given(PAIRS.filter(bool))
def test_scores_stay_on_their_scale(pairs):
    assert Decimal("-6.25") <= ranking.score(pairs).mwds <= 20


@given(st.fixed_dictionaries(dict.fromkeys(GROUPS, PAIRS)))
def test_the_overall_score_lies_between_those_of_its_groups(by_group):
    scores = [ranking.score(p).mwds for p in by_group.values() if len(p) >= 5]
    overall = next(
        c
        for c in ranking.rank({1: by_group}, WEIGHTS, answered={g: len(p) for g, p in by_group.items()})
        if not c.group
    )

    if overall.mwds is not None:
        assert min(scores) - Decimal("1e-20") <= overall.mwds <= max(scores) + Decimal("1e-20")


@given(st.fixed_dictionaries(dict.fromkeys(GROUPS, PAIRS)))
def test_no_hidden_group_can_be_computed_from_a_row(by_group):
    cells = ranking.rank({1: by_group}, WEIGHTS, answered={g: len(p) for g, p in by_group.items()})
    overall = next(c for c in cells if not c.group)
    hidden = {c.group for c in cells if c.group and c.reason == "suppressed"}
    small = {g for g in hidden if 0 < len(by_group[g]) < 5}

    assert all(len(by_group[c.group]) >= 5 for c in cells if c.group and c.mwds is not None)
    if small and overall.n is not None:
        counts = {g: len(by_group[g]) for g in hidden}
        assert len(hidden) >= 2  # the total minus the published values is a sum of two groups or more
        everything_with_people_is_hidden = hidden >= {g for g, p in by_group.items() if p}
        assert sum(counts.values()) >= 10 or everything_with_people_is_hidden
    for group in small:  # a small group's answers change no published figure
        swapped = by_group | {group: [(a, i) for i, a in by_group[group]]}
        again = ranking.rank({1: swapped}, WEIGHTS, answered={g: len(p) for g, p in by_group.items()})
        assert [(c.group, c.n, c.mwds) for c in again] == [(c.group, c.n, c.mwds) for c in cells]


@pytest.mark.parametrize("weights", [{"judge": Decimal(0)}])
def test_groups_without_weight_give_no_overall_score(weights):
    assert ranking.weighted({"judge": Decimal(3)}, weights) is None
