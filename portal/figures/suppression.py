"""Primary and secondary suppression of small cells (docs/glossary.md §1; k = 5). Pure: imports no Django."""

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def suppressed_cells(
    counts: Mapping[Key, int], *, k: int = 5, total_is_shown: bool = True, also: Collection[Key] = ()
) -> frozenset[Key]:
    """The cells of one row or column that must be hidden.

    These are cells with 1 to k-1 respondents (0 may be shown) and those in `also`, which are hidden for another reason.
    If the total is shown, the next smallest cells are hidden too until at least two are hidden and their sum is at
    least 2k, so that no small cell can be computed by subtraction.
    T1.6: judges 12, prosecutors 3, staff 9 -> hide prosecutors and staff.
    """
    hidden = {key for key, n in counts.items() if 0 < n < k} | (set(also) & set(counts))
    if not hidden or not total_is_shown:
        return frozenset(hidden)
    return frozenset(_complete(counts, hidden, k=k))


def _complete(counts: Mapping[Key, int], hidden: Collection[Key], *, k: int) -> set[Key]:
    """Hide further cells, the smallest first; empty cells are skipped, since hiding them would not help."""
    suppressed = set(hidden)
    visible = sorted(
        (key for key in counts if key not in suppressed and counts[key] > 0),
        key=lambda key: (counts[key], str(key)),
    )
    while visible and (len(suppressed) < 2 or sum(counts[key] for key in suppressed) < 2 * k):
        suppressed.add(visible.pop(0))
    return suppressed
