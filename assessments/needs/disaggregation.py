"""Publishable results of one segment (a jurisdiction, a language, a level of court). Pure.

All views show the same people: a reader who knows a group's figures over all jurisdictions and over some of
them can subtract (docs/glossary.md
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

SegmentKey = TypeVar("SegmentKey", int, str)
Cells = Mapping[int, Mapping[str, Mapping[SegmentKey, Counted]]]
Hidden = Collection[tuple[int, str]]


def rank_segments(
    pairs: Cells[SegmentKey],
    weights: Mapping[str, Decimal],
    *,
    jurisdictions: Collection[SegmentKey],
    hidden_over_all: Hidden,
    also_hidden: Mapping[tuple[int, str], Collection[SegmentKey]] | None = None,
    k: int = K,
) -> dict[SegmentKey, list[Cell]]:
    """Segment -> its cells: over all groups by rank, then each group's. `pairs` maps item -> group -> segment
    -> pairs.

    `hidden_over_all` are the (item, group) cells that the overall ranking withholds; `also_hidden` the segments
    of an (item, group) that other views would reveal.
    """
    grouped: dict[SegmentKey, dict[str, list[Cell]]] = {
        segment: {g: [] for g in weights} for segment in jurisdictions
    }
    overall: dict[SegmentKey, list[Cell]] = {segment: [] for segment in jurisdictions}
    for item, by_group in pairs.items():
        shown: dict[SegmentKey, dict[str, Score]] = {segment: {} for segment in jurisdictions}
        withheld: set[SegmentKey] = set()
        for group in weights:
            scores = {segment: score(by_group.get(group, {}).get(segment, ())) for segment in jurisdictions}
            extra = (also_hidden or {}).get((item, group), ())
            hidden = suppressed_segments(scores, everywhere=(item, group) in hidden_over_all, also=extra, k=k)
            for segment, group_score in scores.items():
                grouped[segment][group].append(
                    group_cell(item, group, group_score, hidden=segment in hidden, k=k)
                )
                if segment in hidden:
                    withheld.add(segment)
                elif group_score is not None:
                    shown[segment][group] = group_score
        for segment in jurisdictions:
            overall[segment].append(
                _over_groups(item, shown[segment], weights, withheld=segment in withheld, k=k)
            )
    return {segment: _ranked(overall[segment], grouped[segment]) for segment in jurisdictions}


def _ranked(overall: Sequence[Cell], grouped: Mapping[str, Sequence[Cell]]) -> list[Cell]:
    return [*with_ranks(overall), *(cell for cells in grouped.values() for cell in with_ranks(cells))]


def suppressed_segments(
    scores: Mapping[SegmentKey, Score | None],
    *,
    everywhere: bool,
    also: Collection[SegmentKey] = (),
    k: int = K,
) -> frozenset[SegmentKey]:
    """Which segments of one (item, group) line to suppress."""
    if everywhere:
        return frozenset(scores)
    counts = {segment: score.n if score else 0 for segment, score in scores.items()}
    sensitive = {segment for segment, score in scores.items() if score and is_sensitive(score, k=k)}
    return suppressed_cells(counts, k=k, also=sensitive | set(also))


def _over_groups(
    item: int, shown: Mapping[str, Score], weights: Mapping[str, Decimal], *, withheld: bool, k: int
) -> Cell:
    cell = over_groups(item, shown, weights, k=k)
    if cell is None:
        return Cell(item, "", reason="suppressed" if withheld or shown else "no_data")
    scores = [result.mwds for result in shown.values()]
    spread = max(scores) - min(scores) if len(scores) > 1 else None
    return replace(cell, n=sum(result.n for result in shown.values()), spread=spread)
