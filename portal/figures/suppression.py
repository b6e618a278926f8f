"""Small cells: primary and secondary suppression (docs/terms.md §1, house rule, k = 5). Pure: imports no Django."""

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def suppressed_cells(
    counts: Mapping[Key, int], *, k: int = 5, total_is_shown: bool = True, also: Collection[Key] = ()
) -> frozenset[Key]:
    """Which cells of one row or column to hide.

    Cells with 1 to k-1 respondents are hidden (0 may show), and those in `also`, hidden for another reason. Where the
    line's total shows, the next smallest cells go too until at least two are hidden and their sum is at least 2k, so
    that no subtraction gives a small cell back. T1.6: judges 12, prosecutors 3, staff 9 -> hide prosecutors and staff.
    """
    hidden = {key for key, n in counts.items() if 0 < n < k} | (set(also) & set(counts))
    if not hidden or not total_is_shown:
        return frozenset(hidden)
    return frozenset(_complete(counts, hidden, k=k))


def _complete(counts: Mapping[Key, int], hidden: Collection[Key], *, k: int) -> set[Key]:
    """Hide more cells of a line in which some are hidden, smallest first; hiding an empty one would not help."""
    here = set(hidden)
    rest = sorted(
        (key for key in counts if key not in here and counts[key] > 0),
        key=lambda key: (counts[key], str(key)),
    )
    while rest and (len(here) < 2 or sum(counts[key] for key in here) < 2 * k):
        here.add(rest.pop(0))
    return here
