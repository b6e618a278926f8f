"""Ranking needs by Borich's mean weighted discrepancy score (docs/terms.md §1). Pure: plain values in and out.

A pair is (importance, ability) of one person for one item, both on a scale of 1 to 5; pairs with a missing half are
left out before they come here and never imputed. Scores keep full precision: 28 digits, rounded only for display.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.figures.suppression import hidden_in_line

SCALE_MAX = 5
K = 5
Pair = tuple[int, int]


@dataclass(frozen=True)
class Score:
    """One item's score in one group: `mwds` runs from -6.25 to 20 on a scale of 1 to 5."""

    n: int
    importance: Decimal
    ability: Decimal
    mwds: Decimal


@dataclass(frozen=True)
class Cell:
    """What may be told of one item in one group (or over all groups, `group` empty); `reason` says why nothing is.

    `n`, `importance`, `ability` and `mwds` are None together, save over all groups: there `n` may show beside a
    score that cannot be given.
    """

    item: int
    group: str
    n: int | None = None
    importance: Decimal | None = None
    ability: Decimal | None = None
    mwds: Decimal | None = None
    spread: Decimal | None = None
    rank: int | None = None
    reason: str = ""


def score(pairs: Sequence[Pair]) -> Score | None:
    """Borich: mean(I) × (mean(I) - mean(A)) over the same people; None without a pair. T1.1: 5.88."""
    n = len(pairs)
    if not n:
        return None
    importance = Decimal(sum(i for i, _a in pairs)) / n
    ability = Decimal(sum(a for _i, a in pairs)) / n
    return Score(n, importance, ability, importance * (importance - ability))


def own_importance_variant(pairs: Sequence[Pair]) -> Decimal | None:
    """mean(I × (I - A)): each discrepancy weighted by the person's own importance. Never mixed with `score`."""
    return Decimal(sum(i * (i - a) for i, a in pairs)) / len(pairs) if pairs else None


def ranked_discrepancy(pairs: Sequence[Pair]) -> Decimal | None:
    """RDS = 100 × (people with A > I - people with A < I) / n: -100 when everyone is in need (Narine & Harder 2021)."""
    if not pairs:
        return None
    above, below = sum(a > i for i, a in pairs), sum(a < i for i, a in pairs)
    return Decimal(100 * (above - below)) / len(pairs)


def index_of(mwds: Decimal, *, scale_max: int = SCALE_MAX) -> Decimal:
    """A score as 0 to 100 of the most that an item can score, m(m-1). T1.1: 5.88 -> 29.4."""
    return 100 * max(Decimal(0), mwds) / (scale_max * (scale_max - 1))


def weighted(scores: Mapping[str, Decimal], weights: Mapping[str, Decimal]) -> Decimal | None:
    """Σ w·score / Σ w over the groups that report; None when their weights sum to nothing. T1.4: 6.18 and 5.40."""
    total = sum((weights[group] for group in scores), Decimal(0))
    if not total:
        return None
    return sum((weights[group] * value for group, value in scores.items()), Decimal(0)) / total


def rank(
    pairs: Mapping[int, Mapping[str, Sequence[Pair]]],
    weights: Mapping[str, Decimal],
    *,
    answered: Mapping[str, int],
    k: int = K,
) -> list[Cell]:
    """Every cell of the ranking, overall ones first by rank, then each group's.

    `pairs` maps item -> group -> complete pairs; `weights` group -> share; `answered` group -> people who answered,
    the counts that show beside the ranking. What is hidden here is nowhere else in the result: cells on fewer than
    `k` people, cells that would tell everyone's answer, and cells whose count would give a hidden one back.
    """
    withheld = hidden_in_line(answered, k=k)
    overall: list[Cell] = []
    grouped: list[Cell] = []
    for item, by_group in pairs.items():
        scores = {group: score(by_group.get(group, ())) for group in weights}
        small = {group for group, one in scores.items() if one and tells_too_much(one, k=k)}
        counts = {group: one.n if one else 0 for group, one in scores.items()}
        hidden = hidden_in_line(counts, k=k, also=small | withheld)
        grouped += [_group_cell(item, group, one, hidden=group in hidden) for group, one in scores.items()]
        reporting = {g: s for g, s in scores.items() if s and g not in small and s.n >= k}
        shown = [s.mwds for g, s in reporting.items() if g not in hidden]
        overall.append(_overall_cell(item, counts, reporting, shown, weights, k=k))
    ranked = with_ranks(overall)
    for group in weights:
        ranked += with_ranks([cell for cell in grouped if cell.group == group])
    return ranked


def digest(
    answers: Iterable[tuple[int, str, int, int]], weights: Mapping[str, Decimal], *, k: int = K
) -> str:
    """SHA-256 over the answers (item, group, importance, ability) in any order, the weights and k."""
    inputs = {
        "answers": sorted(answers),
        "weights": {g: format(w.normalize(), "f") for g, w in sorted(weights.items())},
        "k": k,
    }
    return hashlib.sha256(json.dumps(inputs, separators=(",", ":")).encode()).hexdigest()


def tells_too_much(one: Score, *, k: int) -> bool:
    """On fewer than k people, or on fewer than 2k who all answered an end of the scale: the mean is their answer."""
    ends = (Decimal(1), Decimal(SCALE_MAX))
    return one.n < k or (one.n < 2 * k and (one.importance in ends or one.ability in ends))


def _group_cell(item: int, group: str, one: Score | None, *, hidden: bool) -> Cell:
    if hidden:
        return Cell(item, group, reason="suppressed")
    if one is None:
        return Cell(item, group, n=0, reason="no_data")
    return Cell(item, group, one.n, one.importance, one.ability, one.mwds)


def _overall_cell(
    item: int,
    counts: Mapping[str, int],
    reporting: Mapping[str, Score],
    shown: Sequence[Decimal],
    weights: Mapping[str, Decimal],
    *,
    k: int,
) -> Cell:
    n: int | None = sum(counts.values())
    if n is not None and 0 < n < k:
        n = None
    mwds = weighted({g: s.mwds for g, s in reporting.items()}, weights)
    if mwds is None:
        return Cell(item, "", n=n, reason="no_data" if n == 0 else "suppressed")
    return Cell(
        item,
        "",
        n,
        weighted({g: s.importance for g, s in reporting.items()}, weights),
        weighted({g: s.ability for g, s in reporting.items()}, weights),
        mwds,
        spread=max(shown) - min(shown) if len(shown) > 1 else None,
    )


def with_ranks(cells: Sequence[Cell]) -> list[Cell]:
    """Highest score first; equal scores share a rank; cells without a score come last and have none."""
    scored = sorted((c for c in cells if c.mwds is not None), key=lambda c: (-(c.mwds or 0), c.item))
    ranked: list[Cell] = []
    for place, cell in enumerate(scored, start=1):
        tied = ranked and ranked[-1].mwds == cell.mwds
        ranked.append(_placed(cell, ranked[-1].rank if tied else place))
    return ranked + [cell for cell in cells if cell.mwds is None]


def _placed(cell: Cell, place: int | None) -> Cell:
    return Cell(
        cell.item,
        cell.group,
        cell.n,
        cell.importance,
        cell.ability,
        cell.mwds,
        cell.spread,
        place,
        cell.reason,
    )
