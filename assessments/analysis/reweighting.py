"""The ranking under other weights than the agreed ones. Pure: the frozen ranking does not change.

It uses only group scores that show, so that changing the weights cannot reveal withheld scores.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from assessments.needs.robustness import NEAR, Plan, shares_in_top, weighted_scores

Scores = Mapping[int, Mapping[str, float]]  # item -> group -> score, only where it shows


@dataclass(frozen=True)
class ReweightedItem:
    """One item under the weights tried. `share` is how often it stays in the first ten over the sampled weights."""

    item: int
    score: float | None
    rank: int | None
    is_tied: bool
    share: float | None


def rerank(scores: Scores, weights: Mapping[str, float], plan: Plan) -> list[ReweightedItem]:
    """Highest score first. Equal scores share a rank; items without a score come last, in the order given."""
    items, groups = list(scores), list(weights)
    table = np.array([[scores[i].get(g, np.nan) for g in groups] for i in items], dtype=float)
    new_scores = weighted_scores(
        table.reshape(len(items), len(groups)), np.array([[weights[g] for g in groups]], dtype=float)
    )[0]
    shares = shares_in_top(scores, weights, plan) if sum(weights.values()) > 0 else {}
    scored = sorted(
        ((float(value), item) for value, item in zip(new_scores, items, strict=True) if not np.isnan(value)),
        key=lambda pair: (-pair[0], items.index(pair[1])),
    )
    ranks: list[int] = []
    for position, (value, _item) in enumerate(scored, start=1):
        same = position > 1 and abs(scored[position - 2][0] - value) < NEAR
        ranks.append(ranks[-1] if same else position)
    ranked_items = {item for _value, item in scored}
    return [
        *(
            ReweightedItem(item, value, rank, ranks.count(rank) > 1, shares.get(item))
            for (value, item), rank in zip(scored, ranks, strict=True)
        ),
        *(
            ReweightedItem(item, None, None, is_tied=False, share=None)
            for item in items
            if item not in ranked_items
        ),
    ]
