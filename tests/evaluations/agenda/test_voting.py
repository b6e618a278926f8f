"""Results of votes, by worked examples and properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.agenda.voting import Majority, Outcome, Tally, count, outcome_of


@pytest.mark.parametrize(
    ("tally", "majority", "quorum", "outcome"),
    [
        (Tally(9, 0, 2, 11), "simple", 50, "carried"),
        (Tally(4, 6, 1, 11), "simple", 50, "rejected"),
        (Tally(3, 3, 0, 6), "simple", 50, "rejected"),
        (Tally(5, 0, 0, 11), "simple", 50, "no_quorum"),
        (Tally(3, 0, 3, 11), "simple", 50, "carried"),
        (Tally(6, 3, 2, 11), "two_thirds", 50, "carried"),
        (Tally(5, 3, 3, 11), "two_thirds", 50, "rejected"),
        (Tally(10, 1, 0, 11), "consensus", 50, "rejected"),
        (Tally(1, 0, 10, 11), "consensus", 50, "carried"),
        (Tally(0, 0, 11, 11), "consensus", 50, "rejected"),
        (Tally(0, 0, 0, 0), "simple", 1, "no_quorum"),
    ],
)
def test_outcomes_of_the_worked_examples(tally, majority, quorum, outcome):
    assert outcome_of(tally, majority=majority, quorum_percent=quorum) == outcome


votes = st.lists(st.sampled_from(["for", "against", "abstained"]), max_size=30)


@given(votes, st.sampled_from(list(Majority)), st.integers(1, 100))
def test_one_more_vote_against_never_carries_a_rejected_motion(choices, majority, quorum):
    entitled = len(choices) + 1
    before = outcome_of(count(choices, entitled=entitled), majority=majority, quorum_percent=quorum)
    after = outcome_of(
        count([*choices, "against"], entitled=entitled), majority=majority, quorum_percent=quorum
    )

    assert not (before is Outcome.REJECTED and after is Outcome.CARRIED)


@given(votes, st.integers(1, 100))
def test_consensus_is_never_easier_than_two_thirds_nor_that_than_more_for_than_against(choices, quorum):
    tally = count(choices, entitled=30)
    carried = [
        outcome_of(tally, majority=rule, quorum_percent=quorum) is Outcome.CARRIED
        for rule in ("consensus", "two_thirds", "simple")
    ]

    assert carried == sorted(carried)
