"""Publishable results of one segment (a jurisdiction, a language, a level of court). Pure.

All views show the same people: a reader who knows a group's figures over all jurisdictions and over some of
them can subtract (docs/terms.md
1). So the segments of a group and item are one line of a table whose total shows, and `hidden_in_line` applies:
a small cell, or one that shows everyone's answer, is suppressed together with others until at least two are,
with at least 2k people. A group suppressed over all segments is suppressed in each. A segment's figures over
all groups include only its published cells, in their count too, so that they reveal nothing about suppressed
cells. What two dimensions would reveal together is suppressed too (`linked_tables.py`): it is passed as
`also_hidden`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from assessments.needs.ranking import (
    Cell,
    Counted,
    K,
    Score,
    group_cell,
    is_sensitive,
    over_groups,
    score,
    with_ranks,
)
from portal.figures.suppression import suppressed_cells

Part = TypeVar("Part", int, str)
Cells = Mapping[int, Mapping[str, Mapping[Part, Counted]]]
Hidden = Collection[tuple[int, str]]


def rank_segments(
    pairs: Cells[Part],
    weights: Mapping[str, Decimal],
    *,
    jurisdictions: Collection[Part],
    hidden_over_all: Hidden,
    also_hidden: Mapping[tuple[int, str], Collection[Part]] | None = None,
    k: int = K,
) -> dict[Part, list[Cell]]:
    """Segment -> its cells: over all groups by rank, then each group's. `pairs` maps item -> group -> segment
    -> pairs.

    `hidden_over_all` are the (item, group) cells that the overall ranking withholds; `also_hidden` the segments
    of an (item, group) that other views would reveal.
    """
    grouped: dict[Part, dict[str, list[Cell]]] = {place: {g: [] for g in weights} for place in jurisdictions}
    overall: dict[Part, list[Cell]] = {place: [] for place in jurisdictions}
    for item, by_group in pairs.items():
        shown: dict[Part, dict[str, Score]] = {place: {} for place in jurisdictions}
        withheld: set[Part] = set()
        for group in weights:
            scores = {place: score(by_group.get(group, {}).get(place, ())) for place in jurisdictions}
            extra = (also_hidden or {}).get((item, group), ())
            hidden = suppressed_segments(scores, everywhere=(item, group) in hidden_over_all, also=extra, k=k)
            for place, one in scores.items():
                grouped[place][group].append(group_cell(item, group, one, hidden=place in hidden, k=k))
                if place in hidden:
                    withheld.add(place)
                elif one is not None:
                    shown[place][group] = one
        for place in jurisdictions:
            overall[place].append(_over_groups(item, shown[place], weights, withheld=place in withheld, k=k))
    return {place: _ranked(overall[place], grouped[place]) for place in jurisdictions}


def _ranked(overall: Sequence[Cell], grouped: Mapping[str, Sequence[Cell]]) -> list[Cell]:
    return [*with_ranks(overall), *(cell for cells in grouped.values() for cell in with_ranks(cells))]


def suppressed_segments(
    scores: Mapping[Part, Score | None], *, everywhere: bool, also: Collection[Part] = (), k: int = K
) -> frozenset[Part]:
    """Which segments of one (item, group) line to suppress."""
    if everywhere:
        return frozenset(scores)
    counts = {place: one.n if one else 0 for place, one in scores.items()}
    telling = {place for place, one in scores.items() if one and is_sensitive(one, k=k)}
    return suppressed_cells(counts, k=k, also=telling | set(also))


def _over_groups(
    item: int, shown: Mapping[str, Score], weights: Mapping[str, Decimal], *, withheld: bool, k: int
) -> Cell:
    cell = over_groups(item, shown, weights, k=k)
    if cell is None:
        return Cell(item, "", reason="suppressed" if withheld or shown else "no_data")
    scores = [one.mwds for one in shown.values()]
    spread = max(scores) - min(scores) if len(scores) > 1 else None
    return replace(cell, n=sum(one.n for one in shown.values()), spread=spread)
