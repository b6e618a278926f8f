"""How robust a ranking is against other weights: sampled weightings, and how often an item stays in the first
ten. Pure.

Each group's weight is sampled uniformly between (1 - r) and (1 + r) times the agreed one, then normalised. The
generator is simple enough for any language, so that a page's script, the server and a spreadsheet give the same
share: state' = (1664525 × state + 1013904223) mod 2^32 (Numerical Recipes, 1992), value = state' / 2^32, group
after group in the order given, sample after sample.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

FACTOR, STEP, MODULUS = 1664525, 1013904223, 2**32
SEED, DRAWS, RANGE, TOP = 20, 1000, 0.5, 10
NEAR = 1e-12  # scores closer than this are equal


@dataclass(frozen=True)
class Plan:
    """The sampling plan: `within` is the share r by which a weight may change either way."""

    seed: int = SEED
    draws: int = DRAWS
    within: float = RANGE
    top: int = TOP


def uniforms(seed: int, count: int) -> list[float]:
    """`count` numbers in [0, 1)."""
    state, numbers = seed % MODULUS, []
    for _number in range(count):
        state = (FACTOR * state + STEP) % MODULUS
        numbers.append(state / MODULUS)
    return numbers


def sample_weights(weights: Sequence[float], plan: Plan) -> np.ndarray:
    """Samples × groups."""
    drawn = np.array(uniforms(plan.seed, plan.draws * len(weights))).reshape(plan.draws, len(weights))
    return np.array(weights) * (1 - plan.within + 2 * plan.within * drawn)


def weighted_scores(scores: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Samples × items: Σ w·score / Σ w over the groups with a score; nan when their weights sum to 0."""
    is_known = ~np.isnan(scores)
    total = weights @ is_known.T.astype(float)
    summed = weights @ np.where(is_known, scores, 0.0).T
    return np.divide(summed, total, out=np.full_like(summed, np.nan), where=total > 0)


def shares_in_top(
    scores: Mapping[int, Mapping[str, float]], weights: Mapping[str, float], plan: Plan = Plan()
) -> dict[int, float]:
    """Item -> share of the samples in which fewer than `top` items score higher; items without a score are left
    out.
    """
    items, groups = list(scores), list(weights)
    if not items or not groups:
        return {}
    table = np.array([[scores[i].get(g, np.nan) for g in groups] for i in items], dtype=float)
    sampled_scores = weighted_scores(table, sample_weights([weights[g] for g in groups], plan))
    ordered = -np.sort(-np.where(np.isnan(sampled_scores), -np.inf, sampled_scores), axis=1)
    last = ordered[:, min(plan.top, len(items)) - 1]
    stays = (sampled_scores >= last[:, None] - NEAR) & ~np.isnan(sampled_scores)
    return {
        item: float(stays[:, n].mean())
        for n, item in enumerate(items)
        if not np.isnan(sampled_scores[:, n]).all()
    }
