"""The value class of figures on pages and in reports. Pure: imports no Django."""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Reason = Literal["", "no_data", "zero_denominator", "suppressed", "not_applicable"]


@dataclass(frozen=True)
class Figure:
    """A value, or None with a reason code (docs/glossary.md): a value that cannot be computed is never 0.

    `n` is the number of observations; `definition` names the formula; `sources` are the (label, id) pairs of the
    rows from which it was computed.
    """

    value: Decimal | None
    unit: str = ""
    n: int | None = None
    reason: Reason = ""
    definition: str = ""
    sources: tuple[tuple[str, int], ...] = field(default=())

    def __post_init__(self) -> None:
        if (self.value is None) == (self.reason == ""):
            raise ValueError("a figure has a value or a reason, not both and not neither")

    def rounded(self, decimals: int) -> Decimal | None:
        """The value rounded half up, for display only; the full precision is stored."""
        return None if self.value is None else round_half_up(self.value, decimals)


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Round half away from zero: 2.345 -> 2.35. Python's `round` rounds half to even."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def missing(reason: Reason, *, unit: str = "", n: int | None = None, definition: str = "") -> Figure:
    """A figure without a value, with the reason."""
    return Figure(None, unit=unit, n=n, reason=reason, definition=definition)


def ratio_percent(
    numerator: Decimal | int | None, denominator: Decimal | int | None, *, definition: str
) -> Figure:
    """`numerator / denominator × 100`, or the reason why it cannot be computed."""
    if numerator is None or denominator is None:
        return missing("no_data", unit="%", definition=definition)
    if denominator == 0:
        return missing("zero_denominator", unit="%", definition=definition)
    value = Decimal(numerator) / Decimal(denominator) * 100
    return Figure(value, unit="%", n=int(denominator), definition=definition)
