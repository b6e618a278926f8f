"""Consensus of a panel (docs/glossary.md
1): medians and quartiles of votes from 1 to 9. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

K = 5  # minimum votes for any result of an item
LOWEST, HIGHEST = 1, 9

Result = Literal["agreed", "not_shared", "no_consensus", "too_few"]


@dataclass(frozen=True)
class Thresholds:
    """Fixed before the first round. Agreement is a median of at least `min_median` with an IQR of at most
    `max_iqr`.
    """

    min_median: int = 7
    max_iqr: Decimal = Decimal(2)
    max_median_change: Decimal = Decimal(1)


@dataclass(frozen=True)
class Outcome:
    """The result of one item in a round; below 5 votes only that there were too few.

    `agree_share` is in 0–1. `change` is the median minus that of the previous round, None when there is none.
    """

    result: Result
    n: int | None = None
    median: Decimal | None = None
    q1: Decimal | None = None
    q3: Decimal | None = None
    agree_share: Decimal | None = None
    change: Decimal | None = None
    counts: tuple[int, ...] = ()

    @property
    def iqr(self) -> Decimal | None:
        return None if self.q1 is None or self.q3 is None else self.q3 - self.q1

    @property
    def needs_another_round(self) -> bool:
        return self.result in ("no_consensus", "too_few")


def quantile(ordered: Sequence[int], quarter: int) -> Decimal:
    """The given quartile of sorted votes by linear interpolation (Hyndman and Fan's type 7)."""
    position = Decimal((len(ordered) - 1) * quarter) / 4
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (position - below) * (ordered[above] - ordered[below])


def evaluate_votes(
    votes: Sequence[int], thresholds: Thresholds, *, median_before: Decimal | None = None, k: int = K
) -> Outcome:
    """The outcome of votes on one item, without those who have no opinion.

    T1.7: [7,8,8,9,6,8,7] -> quartiles 7 and 8, median 8, IQR 1: agreed; [2,9,5,8,3,9,4] -> 3.5, 5, 8.5, IQR 5:
    none. A narrow range around a lower median is also consensus, but that the item is not important:
    `not_important`.
    """
    if len(votes) < k:
        return Outcome("too_few")
    ordered = sorted(votes)
    q1, median, q3 = (quantile(ordered, quarter) for quarter in (1, 2, 3))
    result: Result = "no_consensus"
    if q3 - q1 <= thresholds.max_iqr:
        result = "agreed" if median >= thresholds.min_median else "not_shared"
    return Outcome(
        result,
        n=len(ordered),
        median=median,
        q1=q1,
        q3=q3,
        agree_share=Decimal(sum(1 for vote in ordered if vote >= thresholds.min_median)) / len(ordered),
        change=None if median_before is None else median - median_before,
        counts=tuple(ordered.count(vote) for vote in range(LOWEST, HIGHEST + 1)),
    )


def is_stable(change: Decimal | None, thresholds: Thresholds) -> bool | None:
    """Whether the median changed by no more than the threshold between two rounds; None for a first round."""
    return None if change is None else abs(change) <= thresholds.max_median_change
