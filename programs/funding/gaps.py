"""The funding gap: training need compared with spending per judge. Pure: imports no Django.

    need    N = mean of the weighted discrepancy scores of the jurisdiction's own ranking; scores below 0 count as 0
    spent   S = expenditure for the jurisdiction, in one currency
    per head    S / H, where H is the number of judges of the jurisdiction
    gap     G = N / (S / H) × 1,000: points of need for each 1,000 of the currency spent on a judge

If nothing is spent, G has no value and the jurisdiction is listed first, by need. If the need, the number of judges or
the spending is not known, G has no value and the jurisdiction is listed last: unknown values never count as 0.

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
    """`index` is None if there is a `reason`, and `per_head` if it cannot be computed."""

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
    missing_spending: Reason = "not_reported",
) -> Gap:
    """`spent` is None if it is not known (for the reason `missing_spending`), and 0 only if nothing was spent."""
    if need is None:
        return Gap(None, spent, judges, _per_head(spent, judges), None, "no_need")
    if spent is None:
        return Gap(need, None, judges, None, None, missing_spending)
    if spent == 0:
        return Gap(need, spent, judges, _per_head(spent, judges), None, "nothing_spent")
    if not judges:
        return Gap(need, spent, None, None, None, "no_judges")
    per_head = spent / judges
    return Gap(need, spent, judges, per_head, need / per_head * PER, "")


def _per_head(spent: Decimal | None, judges: int | None) -> Decimal | None:
    return None if spent is None or not judges else spent / judges


def sort_key(gap: Gap) -> tuple[int, Decimal]:
    """Sorts the widest gap first."""
    if gap.reason == "nothing_spent":
        return 0, -(gap.need or Decimal(0))
    if gap.index is not None:
        return 1, -gap.index
    return 2, -(gap.need or Decimal(0))


def share_out(amount: Decimal, people: Mapping[str, int], codes: Iterable[str]) -> dict[str, Decimal]:
    """Divide an amount by enrolled people of each jurisdiction; if nobody is enrolled, evenly over `codes`."""
    total = sum(people.values())
    if total:
        return {code: amount * n / total for code, n in people.items() if n}
    unique = sorted(set(codes))
    return {code: amount / len(unique) for code in unique}


def sum_shares(shares: Iterable[Mapping[str, Decimal]]) -> dict[str, Decimal]:
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for share in shares:
        for code, amount in share.items():
            totals[code] += amount
    return dict(totals)
