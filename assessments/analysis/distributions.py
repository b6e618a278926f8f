"""What may be told of how answers spread over choices and numbers, over all groups (docs/terms.md §1). Pure.

A choice that fewer than k people made is hidden, and one that all but fewer than k made, for both tell of few people;
so is one that all or none of fewer than ten made, for it says what each of them answered. A hidden choice of one
question takes others along until it cannot be worked out from the total, as everywhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.figures.suppression import suppressed_cells

K = 5
SURE = 10  # from how many answers a share of all or none, quartiles and a median may show


@dataclass(frozen=True)
class ChoiceCount:
    """One choice: how many people made it; None where that is withheld."""

    code: str
    people: int | None


@dataclass(frozen=True)
class NumericSummary:
    """Numbers in short; None together where fewer than `SURE` people gave one."""

    lower: Decimal | None = None
    median: Decimal | None = None
    upper: Decimal | None = None
    mean: Decimal | None = None


def choices(counts: Mapping[str, int], *, people: int, is_one: bool, k: int = K) -> list[ChoiceCount] | None:
    """The bars in the order of `counts`, or None when nothing may show.

    `people` answered the question; `is_one` says that each made one choice, so that the bars add up to them.
    """
    if people < k:
        return None
    telling = {
        code for code, n in counts.items() if 0 < people - n < k or (n in (0, people) and people < SURE)
    }
    hidden = suppressed_cells(
        counts, k=k, also=telling if is_one else telling | _small(counts, k), total_is_shown=is_one
    )
    gone = [counts[code] for code in hidden]
    is_worked_out = is_one and hidden and (len(hidden) < 2 or sum(gone) < 2 * k)
    if is_worked_out or (counts and len(hidden) == len(counts)):
        return None
    return [ChoiceCount(code, None if code in hidden else n) for code, n in counts.items()]


def _small(counts: Mapping[str, int], k: int) -> set[str]:
    return {code for code, n in counts.items() if 0 < n < k}


def mean(steps: Mapping[int, int], *, ends: tuple[int, int], k: int = K) -> Decimal | None:
    """The mean of a scale's steps (step -> people), or None: fewer than k people, or what each of a few said."""
    people = sum(steps.values())
    if people < k:
        return None
    found = Decimal(sum(step * n for step, n in steps.items())) / people
    return None if found in ends and people < SURE else found


def numeric_summary(quartiles: Sequence[Decimal], mean: Decimal, *, people: int) -> NumericSummary | None:
    """Quartiles, median and mean of at least `SURE` people's numbers, or None."""
    if people < SURE:
        return None
    lower, median, upper = quartiles
    return NumericSummary(lower, median, upper, mean)


def mean_ranks(means: Mapping[str, Decimal], *, people: int, k: int = K) -> list[tuple[str, Decimal]] | None:
    """A ranking's mean places, best first; None on fewer than 2k people, whose order could be guessed."""
    if people < 2 * k:
        return None
    return sorted(means.items(), key=lambda pair: (pair[1], pair[0]))
