"""Rank needs by Borich's mean weighted discrepancy score (docs/glossary.md
1). Pure.

A pair is (importance, ability) of one person for one item, both on a scale of 1 to 5. Incomplete pairs are left
out before and never imputed. Many pairs are passed as their sums (`sums.py`). Scores have full precision: 28
digits, rounded for display only.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assessments.needs.intervals import ConfidenceInterval, group_interval, weighted_interval
from assessments.needs.sums import Counted, Sums, sums_of
from portal.figures.figure import round_half_up
from portal.figures.suppression import suppressed_cells

SCALE_MAX = 5
K = 5


@dataclass(frozen=True)
class Score:
    """One item's score in one group: `mwds` ranges from -6.25 to 20 on a scale of 1 to 5; `sums` are its inputs."""

    n: int
    importance: Decimal
    ability: Decimal
    mwds: Decimal
    sums: Sums


@dataclass(frozen=True)
class Cell:
    """The publishable values of one item in one group (or over all groups, `group` empty); else `reason`.

    `n`, `importance`, `ability` and `mwds` are None together, except over all groups: there `n` may show beside
    a score that cannot be published.
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
    low: Decimal | None = None
    high: Decimal | None = None
    rds: Decimal | None = None
    rds_rank: int | None = None


def score(pairs: Counted) -> Score | None:
    """Borich: mean(I) × (mean(I) - mean(A)) over the same people; None without a pair. T1.1: 5.88."""
    sums = sums_of(pairs)
    if not sums.n:
        return None
    importance = Decimal(sums.importance) / sums.n
    ability = Decimal(sums.ability) / sums.n
    return Score(sums.n, importance, ability, importance * (importance - ability), sums)


def ranked_discrepancy(pairs: Counted) -> Decimal | None:
    """RDS = 100 × (people with A > I - people with A < I) / n: -100 when everyone is in need.

    Narine & Harder 2021; the formula is not verified against the paper, so it is shown beside the score and
    does not affect it.
    """
    sums = sums_of(pairs)
    return Decimal(100 * (sums.above - sums.below)) / sums.n if sums.n else None


def index_of(mwds: Decimal, *, scale_max: int = SCALE_MAX) -> Decimal:
    """A score as a percentage of the maximum, m(m-1). T1.1: 5.88 -> 29.4."""
    return 100 * max(Decimal(0), mwds) / (scale_max * (scale_max - 1))


def weighted(scores: Mapping[str, Decimal], weights: Mapping[str, Decimal]) -> Decimal | None:
    """Σ w·score / Σ w over the groups with a score; None when their weights sum to 0. T1.4: 6.18 and 5.40."""
    total = sum((weights[group] for group in scores), Decimal(0))
    if not total:
        return None
    return sum((weights[group] * value for group, value in scores.items()), Decimal(0)) / total


def rank(
    pairs: Mapping[int, Mapping[str, Counted]],
    weights: Mapping[str, Decimal],
    *,
    answered: Mapping[str, int],
    k: int = K,
) -> list[Cell]:
    """Every cell of the ranking, overall ones first by rank, then each group's.

    `pairs` maps item -> group -> complete pairs; `weights` group -> share; `answered` group -> number of
    respondents, the counts that are published with the ranking. Suppressed values are not in the result: cells
    of fewer than `k` people, cells that would show everyone's answer, and cells whose count would reveal a
    suppressed one.
    """
    withheld = suppressed_cells(answered, k=k)
    overall: list[Cell] = []
    grouped: list[Cell] = []
    for item, by_group in pairs.items():
        scores = {group: score(by_group.get(group, ())) for group in weights}
        small = {
            group for group, group_score in scores.items() if group_score and is_sensitive(group_score, k=k)
        }
        counts = {group: group_score.n if group_score else 0 for group, group_score in scores.items()}
        hidden = suppressed_cells(counts, k=k, also=small | withheld)
        grouped += [
            group_cell(item, group, group_score, hidden=group in hidden, k=k)
            for group, group_score in scores.items()
        ]
        reporting = {g: s for g, s in scores.items() if s and g not in small and s.n >= k}
        shown = [s.mwds for g, s in reporting.items() if g not in hidden]
        overall.append(_overall_cell(item, counts, reporting, shown, weights, k=k))
    ranked = with_ranks(overall)
    for group in weights:
        ranked += with_ranks([cell for cell in grouped if cell.group == group])
    return ranked


def digest(
    answers: Iterable[tuple[int, str, int, int]] | Iterable[str],
    weights: Mapping[str, Decimal],
    *,
    k: int = K,
) -> str:
    """SHA-256 over the responses in any order, the weights and k.

    An entry is (item, group, importance, ability), or one text with all that one person answered.
    """
    inputs = {
        "answers": sorted(answers),
        "weights": {g: format(w.normalize(), "f") for g, w in sorted(weights.items())},
        "k": k,
    }
    return hashlib.sha256(json.dumps(inputs, separators=(",", ":")).encode()).hexdigest()


def is_sensitive(score: Score, *, k: int) -> bool:
    """Fewer than k people, or fewer than 2k with all answers at one end of the scale: the mean would show their
    answers.
    """
    ends = (Decimal(1), Decimal(SCALE_MAX))
    return score.n < k or (score.n < 2 * k and (score.importance in ends or score.ability in ends))


def group_cell(item: int, group: str, score: Score | None, *, hidden: bool, k: int) -> Cell:
    """A group's cell, with its interval and ranked discrepancy score when at least 2k people answered."""
    if hidden:
        return Cell(item, group, reason="suppressed")
    if score is None:
        return Cell(item, group, n=0, reason="no_data")
    band = group_interval(score.sums, k=k)
    return Cell(
        item, group, score.n, score.importance, score.ability, score.mwds,
        low=band.low if band else None, high=band.high if band else None,
        rds=ranked_discrepancy(score.sums) if score.n >= 2 * k else None,
    )  # fmt: skip


def over_groups(
    item: int, scores: Mapping[str, Score], weights: Mapping[str, Decimal], *, k: int
) -> Cell | None:
    """The weighted cell over the groups given, without n and spread; None when their weights sum to 0.

    The ranked discrepancy score is the weighted mean of the groups of at least 2k people: for a smaller group a
    value at the end of the scale would show what everyone answered.
    """
    mwds = weighted({g: s.mwds for g, s in scores.items()}, weights)
    if mwds is None:
        return None
    many = {g: ranked_discrepancy(s.sums) or Decimal(0) for g, s in scores.items() if s.n >= 2 * k}
    band: ConfidenceInterval | None = weighted_interval({g: s.sums for g, s in scores.items()}, weights, k=k)
    return Cell(
        item, "", None,
        weighted({g: s.importance for g, s in scores.items()}, weights),
        weighted({g: s.ability for g, s in scores.items()}, weights),
        mwds,
        low=band.low if band else None, high=band.high if band else None,
        rds=weighted(many, weights),
    )  # fmt: skip


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
    cell = over_groups(item, reporting, weights, k=k)
    if cell is None:
        return Cell(item, "", n=n, reason="no_data" if n == 0 else "suppressed")
    return replace(cell, n=n, spread=max(shown) - min(shown) if len(shown) > 1 else None)


def with_ranks(cells: Sequence[Cell]) -> list[Cell]:
    """Highest score first; equal scores share a rank; cells without a score come last and have no rank.

    `rds_rank` is the rank of the ranked discrepancy score: the lowest value is the greatest need.
    """
    scored = sorted((c for c in cells if c.mwds is not None), key=lambda c: (-_as_stored(c.mwds), c.item))
    others = {c.item: position for c, position in _positions_by_rds(cells)}
    ranked: list[Cell] = []
    for position, cell in enumerate(scored, start=1):
        tied = ranked and _as_stored(ranked[-1].mwds) == _as_stored(cell.mwds)
        rank_ = ranked[-1].rank if tied else position
        ranked.append(replace(cell, rank=rank_, rds_rank=others.get(cell.item)))
    return ranked + [cell for cell in cells if cell.mwds is None]


def _as_stored(value: Decimal | None) -> Decimal:
    """Round to the eight decimals that are stored, because thirds differ in the last digit and would separate
    equal scores.
    """
    return round_half_up(value or Decimal(0), 8)


def _positions_by_rds(cells: Sequence[Cell]) -> list[tuple[Cell, int]]:
    ordered = sorted((c for c in cells if c.rds is not None), key=lambda c: (_as_stored(c.rds), c.item))
    positions: list[tuple[Cell, int]] = []
    for position, cell in enumerate(ordered, start=1):
        tied = positions and _as_stored(positions[-1][0].rds) == _as_stored(cell.rds)
        positions.append((cell, positions[-1][1] if tied else position))
    return positions
