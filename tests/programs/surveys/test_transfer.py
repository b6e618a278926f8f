"""The transfer rate and its interval, with the test vectors of docs/glossary.md §4; the suppression of small groups."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.surveys.transfer import transfer_of, wilson


def test_no_occasion_is_not_counted_as_not_using_t4_6():
    transfer = transfer_of({"no_occasion": 8, "never": 3, "once": 5, "sometimes": 14, "regularly": 10})

    assert transfer.rate.rounded(1) == 75
    assert transfer.rate.n == 32
    assert (round(transfer.low, 2), round(transfer.high, 2)) == (
        round(transfer.low, 2),
        round(transfer.high, 2),
    )
    assert float(transfer.low) == pytest.approx(57.89, abs=0.01)
    assert float(transfer.high) == pytest.approx(86.75, abs=0.01)
    assert (transfer.uses, transfer.uses_not, transfer.no_occasion) == (24, 8, 8)


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(18, 24, 55.10, 88.00), (42, 50, 71.49, 91.66), (0, 8, 0, 32.44), (8, 8, 67.56, 100)]
)  # fmt: skip
def test_wilson_interval_matches_vectors_t4_4(count, of, low, high):
    interval = wilson(count, of)

    assert [float(end) for end in interval] == pytest.approx([low, high], abs=0.01)


def test_small_groups_are_suppressed():
    assert transfer_of({"regularly": 18, "never": 2}).rate.reason == "suppressed"
    assert (
        transfer_of({"regularly": 7}).rate.reason == "suppressed"
    )  # all of a small group gave the same answer
    assert transfer_of({"regularly": 10}).rate.rounded(1) == 100
    assert transfer_of({}).rate.reason == "no_data"


def test_without_an_occasion_there_is_no_rate():
    transfer = transfer_of({"no_occasion": 12})

    assert (transfer.rate.value, transfer.rate.reason, transfer.low) == (None, "zero_denominator", None)


@given(st.lists(st.integers(0, 12), min_size=5, max_size=5))
def test_every_published_count_is_five_or_more(counts):
    codes = ("regularly", "sometimes", "once", "never", "no_occasion")
    transfer = transfer_of(dict(zip(codes, counts, strict=True)))

    shown = [n for n in (transfer.uses, transfer.uses_not, transfer.no_occasion) if n]
    assert all(n >= 5 for n in shown)
    if transfer.rate.value is not None:
        assert sum(shown) == sum(counts)
