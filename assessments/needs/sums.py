"""Sums over the pairs of one item, from which scores, intervals and ranks are calculated. Pure.

Sums of integers are exact, so groups, jurisdictions and languages can be added up without rounding errors.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass

Pair = tuple[int, int]


@dataclass(frozen=True)
class Sums:
    """Over n complete pairs: of I, A, I², A², I × A, and the people with A > I (`above`) and A < I (`below`)."""

    n: int = 0
    importance: int = 0
    ability: int = 0
    importance_squared: int = 0
    ability_squared: int = 0
    product: int = 0
    above: int = 0
    below: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


Counted = Sums | Sequence[Pair]


def sums_of(pairs: Counted) -> Sums:
    """The sums of the pairs; sums are returned unchanged."""
    if isinstance(pairs, Sums):
        return pairs
    return Sums(
        len(pairs),
        sum(i for i, _a in pairs),
        sum(a for _i, a in pairs),
        sum(i * i for i, _a in pairs),
        sum(a * a for _i, a in pairs),
        sum(i * a for i, a in pairs),
        sum(a > i for i, a in pairs),
        sum(a < i for i, a in pairs),
    )
