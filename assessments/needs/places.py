"""What may be told of one jurisdiction's answers beside those of all (docs/terms.md §1). Pure: plain values.

All views show the same people: whoever knows a group's figures over all jurisdictions and those of some of them can
subtract. So the jurisdictions of a group and item are one line whose total shows, and `hidden_in_line` holds for it: a
small cell, and one that tells everyone's answer, is hidden together with others until at least two are, of at least 2k
people. A group that is hidden over all jurisdictions is hidden in each of them. A jurisdiction's own figures over all
groups are made of its shown cells alone, its count included, so that they say nothing about the hidden ones.
"""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from assessments.needs.ranking import (
    Cell,
    K,
    Pair,
    Score,
    score,
    tells_too_much,
    weighted,
    with_ranks,
)
from portal.figures.suppression import hidden_in_line

ByPlace = Mapping[int, Sequence[Pair]]


def rank_places(
    pairs: Mapping[int, Mapping[str, ByPlace]],
    weights: Mapping[str, Decimal],
    *,
    places: Collection[int],
    hidden_over_all: Collection[tuple[int, str]],
    k: int = K,
) -> dict[int, list[Cell]]:
    """Place -> its cells: over all groups by rank, then each group's. `pairs` maps item -> group -> place -> pairs.

    `hidden_over_all` names the (item, group) cells that the ranking over all places withholds.
    """
    grouped: dict[int, list[Cell]] = {place: [] for place in places}
    overall: dict[int, list[Cell]] = {place: [] for place in places}
    for item, by_group in pairs.items():
        shown: dict[int, dict[str, Score]] = {place: {} for place in places}
        withheld: set[int] = set()
        for group in weights:
            scores = {place: score(by_group.get(group, {}).get(place, ())) for place in places}
            hidden = _hidden(scores, everywhere=(item, group) in hidden_over_all, k=k)
            for place, one in scores.items():
                grouped[place].append(_cell(item, group, one, hidden=place in hidden))
                if place in hidden:
                    withheld.add(place)
                elif one is not None:
                    shown[place][group] = one
        for place in places:
            overall[place].append(_over_groups(item, shown[place], weights, withheld=place in withheld))
    return {
        place: [
            *with_ranks(overall[place]),
            *(
                cell
                for group in weights
                for cell in with_ranks([c for c in grouped[place] if c.group == group])
            ),
        ]
        for place in places
    }


def _hidden(scores: Mapping[int, Score | None], *, everywhere: bool, k: int) -> frozenset[int]:
    if everywhere:
        return frozenset(scores)
    counts = {place: one.n if one else 0 for place, one in scores.items()}
    telling = {place for place, one in scores.items() if one and tells_too_much(one, k=k)}
    return hidden_in_line(counts, k=k, also=telling)


def _cell(item: int, group: str, one: Score | None, *, hidden: bool) -> Cell:
    if hidden:
        return Cell(item, group, reason="suppressed")
    if one is None:
        return Cell(item, group, n=0, reason="no_data")
    return Cell(item, group, one.n, one.importance, one.ability, one.mwds)


def _over_groups(
    item: int, shown: Mapping[str, Score], weights: Mapping[str, Decimal], *, withheld: bool
) -> Cell:
    mwds = weighted({group: one.mwds for group, one in shown.items()}, weights)
    if mwds is None:
        return Cell(item, "", reason="suppressed" if withheld or shown else "no_data")
    scores = [one.mwds for one in shown.values()]
    return Cell(
        item,
        "",
        sum(one.n for one in shown.values()),
        weighted({group: one.importance for group, one in shown.items()}, weights),
        weighted({group: one.ability for group, one in shown.items()}, weights),
        mwds,
        spread=max(scores) - min(scores) if len(scores) > 1 else None,
    )
