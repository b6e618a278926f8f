"""How far a ranking hangs on the weights: drawn weightings, and how often an item stays in front. Pure.

Each group's weight is drawn evenly between (1 - r) and (1 + r) times the agreed one; what counts is their proportion.
The draws come from a generator that any language repeats, so that a page's script, the server and a reader with a
spreadsheet find the same share: state' = (1664525 × state + 1013904223) mod 2^32 (Numerical Recipes, 1992), value =
state' / 2^32, group after group in the order given, draw after draw.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

FACTOR, STEP, MODULUS = 1664525, 1013904223, 2**32
SEED, DRAWS, RANGE, TOP = 20, 1000, 0.5, 10
NEAR = 1e-12  # scores nearer than that are equal


@dataclass(frozen=True)
class Plan:
    """What is drawn: `within` is the share r by which a weight may move either way."""

    seed: int = SEED
    draws: int = DRAWS
    within: float = RANGE
    top: int = TOP


def uniforms(seed: int, count: int) -> list[float]:
    """`count` numbers in [0, 1)."""
    state, found = seed % MODULUS, []
    for _number in range(count):
        state = (FACTOR * state + STEP) % MODULUS
        found.append(state / MODULUS)
    return found


def sample_weights(weights: Sequence[float], plan: Plan) -> np.ndarray:
    """Draws × groups."""
    drawn = np.array(uniforms(plan.seed, plan.draws * len(weights))).reshape(plan.draws, len(weights))
    return np.array(weights) * (1 - plan.within + 2 * plan.within * drawn)


def weighted_scores(scores: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Draws × items: Σ w·score / Σ w over the groups whose score is known; nan where their weights sum to nothing."""
    known = ~np.isnan(scores)
    total = weights @ known.T.astype(float)
    summed = weights @ np.where(known, scores, 0.0).T
    return np.divide(summed, total, out=np.full_like(summed, np.nan), where=total > 0)


def shares_in_top(
    scores: Mapping[int, Mapping[str, float]], weights: Mapping[str, float], plan: Plan = Plan()
) -> dict[int, float]:
    """Item -> share of the drawn weightings under which fewer than `top` items score higher; items without a score
    are left out.
    """
    items, groups = list(scores), list(weights)
    if not items or not groups:
        return {}
    table = np.array([[scores[i].get(g, np.nan) for g in groups] for i in items], dtype=float)
    found = weighted_scores(table, sample_weights([weights[g] for g in groups], plan))
    ordered = -np.sort(-np.where(np.isnan(found), -np.inf, found), axis=1)
    last = ordered[:, min(plan.top, len(items)) - 1]
    stays = (found >= last[:, None] - NEAR) & ~np.isnan(found)
    return {
        item: float(stays[:, n].mean()) for n, item in enumerate(items) if not np.isnan(found[:, n]).all()
    }
