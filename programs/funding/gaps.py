"""Where need is greatest for what is spent on each judge. Pure: plain values in and out, no Django, no clock.

    need    N = mean of the weighted discrepancy scores that the place's own ranking shows; one below 0 counts as 0
    spent   S = expenditure that falls on the place, in one currency
    per head    S / H, with H the judges of the place
    gap     G = N / (S / H) × 1,000: points of need for each 1,000 of the currency spent on a judge

Where nothing is spent G has no value and the place stands first, the greatest need before the others. Where the need,
the judges or the spending are not known there is no value either, and the place stands last: not known is never 0.

Example: N = 8, S = 40,000 EUR, H = 20: 2,000 EUR a judge, G = 4. With 400 judges: 100 EUR a judge, G = 80.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

PER = 1000
Reason = Literal["", "nothing_spent", "no_need", "no_judges", "not_reported", "other_currency"]


@dataclass(frozen=True)
class Gap:
    """`index` and `per_head` are None where `reason` says why."""

    need: Decimal | None
    spent: Decimal | None
    judges: int | None
    per_head: Decimal | None
    index: Decimal | None
    reason: Reason


def gap_of(
    *,
    need: Decimal | None,
    spent: Decimal | None,
    judges: int | None,
    why_no_spending: Reason = "not_reported",
) -> Gap:
    """`spent` is None where it is not known, and 0 only where it is known that nothing is spent."""
    if need is None:
        return Gap(None, spent, judges, _per_head(spent, judges), None, "no_need")
    if spent is None:
        return Gap(need, None, judges, None, None, why_no_spending)
    if spent == 0:
        return Gap(need, spent, judges, _per_head(spent, judges), None, "nothing_spent")
    if not judges:
        return Gap(need, spent, None, None, None, "no_judges")
    per_head = spent / judges
    return Gap(need, spent, judges, per_head, need / per_head * PER, "")


def _per_head(spent: Decimal | None, judges: int | None) -> Decimal | None:
    return None if spent is None or not judges else spent / judges


def order(gap: Gap) -> tuple[int, Decimal]:
    """What sorts the widest gap first."""
    if gap.reason == "nothing_spent":
        return 0, -(gap.need or Decimal(0))
    if gap.index is not None:
        return 1, -gap.index
    return 2, -(gap.need or Decimal(0))


def share_out(amount: Decimal, people: Mapping[str, int], places: Iterable[str]) -> dict[str, Decimal]:
    """An amount by place: by the people enrolled from each; where nobody is, evenly over the places meant."""
    total = sum(people.values())
    if total:
        return {place: amount * n / total for place, n in people.items() if n}
    meant = sorted(set(places))
    return {place: amount / len(meant) for place in meant}


def added(shares: Iterable[Mapping[str, Decimal]]) -> dict[str, Decimal]:
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for share in shares:
        for place, amount in share.items():
            totals[place] += amount
    return dict(totals)
