"""Small cells: primary and secondary suppression (standards.md §1, house rule, k = 5). Pure: imports no Django."""

from collections.abc import Hashable, Mapping
from itertools import combinations

Key = Hashable


def hidden_in_line(counts: Mapping[Key, int], *, k: int = 5, total_is_shown: bool = True) -> frozenset[Key]:
    """Which cells of one row or column to hide.

    Cells with 1 to k-1 respondents are hidden (0 may show). Where the line's total shows, the next smallest cells
    go too until at least two are hidden and their sum is at least 2k, so that no subtraction gives a small cell back.
    T1.6: judges 12, prosecutors 3, staff 9 -> hide prosecutors and staff.
    """
    hidden = {key for key, n in counts.items() if 0 < n < k}
    if not hidden or not total_is_shown:
        return frozenset(hidden)
    rest = sorted(
        (key for key in counts if key not in hidden and counts[key] > 0),
        key=lambda key: (counts[key], str(key)),
    )
    while rest and (len(hidden) < 2 or sum(counts[key] for key in hidden) < 2 * k):
        hidden.add(rest.pop(0))
    return frozenset(hidden)


def hidden_in_table(counts: Mapping[tuple[Key, Key], int], *, k: int = 5) -> frozenset[tuple[Key, Key]]:
    """The same over a table whose row and column totals show: repeated across both dimensions until stable."""
    rows = {row for row, _column in counts}
    columns = {column for _row, column in counts}
    hidden: set[tuple[Key, Key]] = {cell for cell, n in counts.items() if 0 < n < k}
    while True:
        before = len(hidden)
        for lines, position in ((rows, 0), (columns, 1)):
            for line in lines:
                hidden |= _complete_line(
                    {c: n for c, n in counts.items() if c[position] == line}, hidden, k=k
                )
        if len(hidden) == before:
            return frozenset(hidden)


def _complete_line(
    line: Mapping[tuple[Key, Key], int], hidden: set[tuple[Key, Key]], *, k: int
) -> set[tuple[Key, Key]]:
    """Hide more cells of a line in which some are hidden already, until nothing small can be worked back."""
    here = {cell for cell in line if cell in hidden}
    if not here:
        return set()
    rest = sorted(
        (cell for cell in line if cell not in here and line[cell] > 0),
        key=lambda cell: (line[cell], str(cell)),
    )
    while rest and (len(here) < 2 or sum(line[cell] for cell in here) < 2 * k):
        here.add(rest.pop(0))
    return here


def differences_expose(views: Mapping[Key, int], *, k: int = 5) -> bool:
    """Whether two filtered views of the same people differ by 1 to k-1: then one of them must be withheld."""
    return any(0 < abs(a - b) < k for a, b in combinations(views.values(), 2))
