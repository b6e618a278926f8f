"""The transfer rate: the share of people with an occasion who use what they learned (docs/glossary.md §4). Pure.

`transfer = (sometimes + regularly) / people with an occasion`, with Wilson's interval. Test vector T4.6: 40 responses,
8 without occasion, 3 never, 5 once, 14 sometimes, 10 regularly -> 24 of 32 = 75.0 %, 57.89 to 86.75 %.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

from assessments.analysis import distributions
from portal.figures.figure import Figure, missing, ratio_percent

Z = 1.959964
USES, NO_USES, NO_OCCASION = ("sometimes", "regularly"), ("never", "once"), "no_occasion"
CODES = frozenset((*USES, *NO_USES, NO_OCCASION))
DEFINITION = "transfer_rate"


@dataclass(frozen=True)
class Transfer:
    """`rate` in percent with its interval (`low`, `high`) and its three counts, or the reason why it is missing."""

    rate: Figure
    low: Decimal | None = None
    high: Decimal | None = None
    uses: int | None = None
    uses_not: int | None = None
    no_occasion: int | None = None


def transfer_of(counts: Mapping[str, int], *, k: int = distributions.K) -> Transfer:
    """Compute it from the number of people by code; suppressed if one of the three counts is below k."""
    totals = {
        "uses": sum(counts.get(code, 0) for code in USES),
        "uses_not": sum(counts.get(code, 0) for code in NO_USES),
        "no_occasion": counts.get(NO_OCCASION, 0),
    }
    people = sum(totals.values())
    if not people:
        return Transfer(missing("no_data", unit="%", definition=DEFINITION))
    shown = distributions.choices(totals, people=people, is_one=True, k=k)
    if shown is None or any(choice.people is None for choice in shown):
        return Transfer(missing("suppressed", unit="%", definition=DEFINITION))
    with_occasion = totals["uses"] + totals["uses_not"]
    rate = ratio_percent(totals["uses"], with_occasion, definition=DEFINITION)
    low, high = wilson(totals["uses"], with_occasion) if with_occasion else (None, None)
    return Transfer(rate, low, high, **totals)


def wilson(count: int, of: int) -> tuple[Decimal, Decimal]:
    """Wilson's 95 % interval of a share, in percent. T4.4: 18 of 24 -> 55.10 to 88.00."""
    share, z_squared = count / of, Z * Z
    centre = (share + z_squared / (2 * of)) / (1 + z_squared / of)
    half = Z / (1 + z_squared / of) * sqrt(share * (1 - share) / of + z_squared / (4 * of * of))
    return Decimal(str(max(0.0, centre - half) * 100)), Decimal(str(min(1.0, centre + half) * 100))
