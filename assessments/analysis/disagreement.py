"""Where groups disagree: each group's score compared with the mean of all scores that show. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt
from typing import Literal

NOTABLE, STRONG = Decimal("0.5"), Decimal("1.5")  # points of the score
Level = Literal["up2", "up1", "near", "down1", "down2"]


@dataclass(frozen=True)
class PublishedScore:
    """A group's score that can be published, with its confidence interval if there is one."""

    score: Decimal
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True)
class Gap:
    """The difference of two groups' scores of one item. `is_clear` when its confidence interval excludes 0."""

    item: int
    one: Decimal
    other: Decimal
    is_clear: bool | None

    @property
    def difference(self) -> Decimal:
        return self.one - self.other


@dataclass(frozen=True)
class Row:
    """One item: the range of its groups' scores, the highest and lowest group, and each group's distance from
    their mean.
    """

    item: int
    apart: Decimal | None
    highest: str
    lowest: str
    levels: Mapping[str, Level]


def rows(cells: Mapping[int, Mapping[str, PublishedScore]]) -> list[Row]:
    """Rows by range, largest first. Items with fewer than two groups that show come last."""
    disagreements = [_row(item, groups) for item, groups in cells.items()]
    return sorted(disagreements, key=lambda row: (row.apart is None, -(row.apart or 0), row.item))


def _row(item: int, groups: Mapping[str, PublishedScore]) -> Row:
    if len(groups) < 2:
        return Row(item, None, "", "", dict.fromkeys(groups, "near"))
    ordered = sorted(groups, key=lambda code: (groups[code].score, code))
    middle = sum((group.score for group in groups.values()), Decimal(0)) / len(groups)
    levels = {code: level_of(group_score.score - middle) for code, group_score in groups.items()}
    return Row(item, groups[ordered[-1]].score - groups[ordered[0]].score, ordered[-1], ordered[0], levels)


def level_of(distance: Decimal) -> Level:
    """The distance from the mean in steps of 0.5 and 1.5 points."""
    if abs(distance) < NOTABLE:
        return "near"
    if distance > 0:
        return "up2" if distance >= STRONG else "up1"
    return "down2" if -distance >= STRONG else "down1"


def gaps(cells: Mapping[int, Mapping[str, PublishedScore]], one: str, other: str) -> list[Gap]:
    """Items that both groups rated, largest difference first.

    The groups are independent samples: half the width of the difference's interval is the root of the sum of
    the squares of half their widths.
    """
    both = [
        (item, groups[one], groups[other]) for item, groups in cells.items() if {one, other} <= set(groups)
    ]
    pairs = [Gap(item, a.score, b.score, _is_clear(a, b)) for item, a, b in both]
    return sorted(pairs, key=lambda gap: (-abs(gap.difference), gap.item))


def _is_clear(one: PublishedScore, other: PublishedScore) -> bool | None:
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return None
    half = sqrt(float(one.high - one.low) ** 2 + float(other.high - other.low) ** 2) / 2
    return abs(float(one.score - other.score)) > half


def farthest(cells: Mapping[int, Mapping[str, PublishedScore]]) -> tuple[str, str] | None:
    """The two groups with the largest mean difference over the items that both rated, or None."""
    codes = sorted({code for groups in cells.values() for code in groups})
    means: dict[tuple[str, str], Decimal] = {}
    for n, one in enumerate(codes):
        for other in codes[n + 1 :]:
            ranked_gaps = gaps(cells, one, other)
            if ranked_gaps:
                means[one, other] = sum((abs(gap.difference) for gap in ranked_gaps), Decimal(0)) / len(
                    ranked_gaps
                )
    return max(means, key=lambda pair: (means[pair], pair)) if means else None
