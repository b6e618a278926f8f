"""Small cells: primary and secondary suppression (docs/terms.md §1, house rule, k = 5). Pure: imports no Django."""

from collections.abc import Collection, Hashable, Mapping
from itertools import combinations
from typing import Any, TypeVar

Key = TypeVar("Key", bound=Hashable)
Row = TypeVar("Row", bound=Hashable)
Column = TypeVar("Column", bound=Hashable)


def hidden_in_line(
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


def hidden_in_table(counts: Mapping[tuple[Row, Column], int], *, k: int = 5) -> frozenset[tuple[Row, Column]]:
    """The same over a table of (row, column) cells whose row and column totals show, until nothing changes.

    Two hidden cells in every line are not enough: where hidden cells hang together by one cell alone, the totals on
    either side of it give that cell back. So a small cell must also lie on a ring of hidden cells. Where every other
    cell of its row and column is empty no ring can be closed: then the totals themselves are the small cell.
    """
    lines = [
        [cell for cell in counts if cell[position] == line]
        for position in (0, 1)
        for line in dict.fromkeys(cell[position] for cell in counts)
    ]
    hidden: set[tuple[Row, Column]] = {cell for cell, n in counts.items() if 0 < n < k}
    while True:
        before = len(hidden)
        for line in lines:
            here = hidden.intersection(line)
            if here:
                hidden |= _complete({cell: counts[cell] for cell in line}, here, k=k)
        if len(hidden) == before and not _close_a_ring(counts, hidden, k=k):
            return frozenset(hidden)


def _close_a_ring(
    counts: Mapping[tuple[Row, Column], int], hidden: set[tuple[Row, Column]], *, k: int
) -> bool:
    """Hide one more cell beside the first small cell that the totals would give back; False when there is none."""
    for cell in sorted((cell for cell in hidden if counts[cell] < k), key=str):
        if _on_a_ring(cell, hidden):
            continue
        beside = [
            other
            for other, n in counts.items()
            if n > 0 and other not in hidden and (other[0] == cell[0] or other[1] == cell[1])
        ]
        if beside:
            hidden.add(min(beside, key=lambda other: (counts[other], str(other))))
            return True
    return False


def _on_a_ring(cell: tuple[Row, Column], hidden: Collection[tuple[Row, Column]]) -> bool:
    """Whether the cell's row and column hang together through other hidden cells."""
    rest = [other for other in hidden if other != cell]
    rows: set[Row] = {cell[0]}
    columns: set[Column] = set()
    while True:
        before = len(rows) + len(columns)
        columns |= {column for row, column in rest if row in rows}
        rows |= {row for row, column in rest if column in columns}
        if cell[1] in columns:
            return True
        if len(rows) + len(columns) == before:
            return False


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


def differences_expose(views: Mapping[Any, int], *, k: int = 5) -> bool:
    """Whether two filtered views of the same people differ by 1 to k-1: then one of them must be withheld."""
    return any(0 < abs(a - b) < k for a, b in combinations(views.values(), 2))
