"""Distributions of choices and numbers over all groups that can be published (docs/glossary.md
1). Pure.

A choice that fewer than k people made is suppressed, and so is one that all but fewer than k made. A choice
that all or none of fewer than ten people made is suppressed because it shows each person's answer. Further
choices are suppressed until no hidden count can be computed from the total.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.figures.suppression import suppressed_cells

K = 5
SURE = 10  # minimum responses for a share of 0% or 100%, quartiles and a median


@dataclass(frozen=True)
class ChoiceCount:
    """One choice: how many people made it; None when that is withheld."""

    code: str
    people: int | None


@dataclass(frozen=True)
class NumericSummary:
    """Summary statistics. All are None when fewer than `SURE` people gave a number."""

    lower: Decimal | None = None
    median: Decimal | None = None
    upper: Decimal | None = None
    mean: Decimal | None = None


def choices(counts: Mapping[str, int], *, people: int, is_one: bool, k: int = K) -> list[ChoiceCount] | None:
    """The bars in the order of `counts`, or None when nothing can be shown.

    `people` answered the question. `is_one` means that each made one choice, so that the bars add up to
    `people`.
    """
    if people < k:
        return None
    disclosing = {
        code for code, n in counts.items() if 0 < people - n < k or (n in (0, people) and people < SURE)
    }
    hidden = suppressed_cells(
        counts, k=k, also=disclosing if is_one else disclosing | _small(counts, k), total_is_shown=is_one
    )
    hidden_counts = [counts[code] for code in hidden]
    is_worked_out = is_one and hidden and (len(hidden) < 2 or sum(hidden_counts) < 2 * k)
    if is_worked_out or (counts and len(hidden) == len(counts)):
        return None
    return [ChoiceCount(code, None if code in hidden else n) for code, n in counts.items()]


def _small(counts: Mapping[str, int], k: int) -> set[str]:
    return {code for code, n in counts.items() if 0 < n < k}


def mean(steps: Mapping[int, int], *, ends: tuple[int, int], k: int = K) -> Decimal | None:
    """The mean of a scale's steps (step -> people). None for fewer than k people, or when it would show the
    answers of a few.
    """
    people = sum(steps.values())
    if people < k:
        return None
    value = Decimal(sum(step * n for step, n in steps.items())) / people
    return None if value in ends and people < SURE else value


def numeric_summary(quartiles: Sequence[Decimal], mean: Decimal, *, people: int) -> NumericSummary | None:
    """Quartiles, median and mean of the numbers of at least `SURE` people, or None."""
    if people < SURE:
        return None
    lower, median, upper = quartiles
    return NumericSummary(lower, median, upper, mean)


def mean_ranks(means: Mapping[str, Decimal], *, people: int, k: int = K) -> list[tuple[str, Decimal]] | None:
    """The mean ranks, best first. None for fewer than 2k people, whose order could be guessed."""
    if people < 2 * k:
        return None
    return sorted(means.items(), key=lambda pair: (pair[1], pair[0]))
