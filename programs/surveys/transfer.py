"""Transfer: the share who use what they learned, among those who had the occasion (docs/terms.md §4). Pure.

`transfer = (sometimes + regularly) / those who had the occasion`, with Wilson's interval. Test vector T4.6: 40 answers,
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
    """`rate` in percent with its interval (`low`, `high`), and the three counts that it is made of; or why not."""

    rate: Figure
    low: Decimal | None = None
    high: Decimal | None = None
    uses: int | None = None
    uses_not: int | None = None
    no_occasion: int | None = None


def transfer_of(counts: Mapping[str, int], *, k: int = distributions.K) -> Transfer:
    """From people by code. Withheld whole where one of its three counts tells of fewer than k people."""
    parts = {
        "uses": sum(counts.get(code, 0) for code in USES),
        "uses_not": sum(counts.get(code, 0) for code in NO_USES),
        "no_occasion": counts.get(NO_OCCASION, 0),
    }
    people = sum(parts.values())
    if not people:
        return Transfer(missing("no_data", unit="%", definition=DEFINITION))
    bars = distributions.choices(parts, people=people, is_one=True, k=k)
    if bars is None or any(bar.people is None for bar in bars):
        return Transfer(missing("suppressed", unit="%", definition=DEFINITION))
    had = parts["uses"] + parts["uses_not"]
    rate = ratio_percent(parts["uses"], had, definition=DEFINITION)
    low, high = wilson(parts["uses"], had) if had else (None, None)
    return Transfer(rate, low, high, **parts)


def wilson(part: int, of: int) -> tuple[Decimal, Decimal]:
    """Wilson's 95 % interval of a share, in percent. T4.4: 18 of 24 -> 55.10 to 88.00."""
    share, square = part / of, Z * Z
    centre = (share + square / (2 * of)) / (1 + square / of)
    half = Z / (1 + square / of) * sqrt(share * (1 - share) / of + square / (4 * of * of))
    return Decimal(str(max(0.0, centre - half) * 100)), Decimal(str(min(1.0, centre + half) * 100))
