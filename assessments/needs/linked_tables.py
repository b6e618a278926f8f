"""Suppression across dimensions: small cells that jurisdictions, languages and levels reveal together. Pure.

Each dimension splits the same people: for one (item, group) the published jurisdictions, the remainder, the
published languages, and so on are sums over people that a reader knows. If a language is spoken in one
jurisdiction only, the difference of both shows the answers of the few who speak another there. Sums are linear,
so a reader can compute exactly the span of the published sums: a set of people is revealed when its indicator
over the atoms (jurisdiction × language × level) is a linear combination of theirs. This is tested for each
suppressed segment, for each cell of the cross-tables with fewer than k people, and for each difference of
nested segments. Segments of the later dimension are suppressed, smallest first, until nothing is revealed; with
all of them suppressed it shows no more than the total.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from portal.figures.suppression import suppressed_cells

EXACT, RIDGE = 1e-6, 1e-9


def suppress_across_dimensions(
    codes: Sequence[np.ndarray], people: np.ndarray, hidden: Sequence[frozenset[int]], *, k: int
) -> list[frozenset[int]]:
    """The suppressed segments of each dimension, extended. `codes` gives each atom's segment (0, 1 …) in each
    dimension, `people` its number of people (1 or more), `hidden` the segments suppressed within each
    dimension. The first dimension does not change.
    """
    suppressed = list(hidden[:1])
    for kind in range(1, len(codes)):
        counts = _counts(codes[kind], people)
        suppressed_here = frozenset(hidden[kind])
        while is_disclosive(codes[: kind + 1], people, [*suppressed, suppressed_here], k=k):
            rest = sorted((n, segment) for segment, n in counts.items() if segment not in suppressed_here)
            if not rest:
                break
            suppressed_here = suppressed_cells(counts, k=k, also=suppressed_here | {rest[0][1]})
        suppressed.append(suppressed_here)
    return suppressed


def is_disclosive(
    codes: Sequence[np.ndarray], people: np.ndarray, hidden: Sequence[frozenset[int]], *, k: int
) -> bool:
    """Whether the published segments of all dimensions together reveal a suppressed segment or 1 to k - 1
    people.
    """
    blocks = _blocks(codes, hidden)
    width = max(int(block.max()) for block in blocks) + 1
    together = _crossed(blocks, people, width)
    if _nested_by_few(together, blocks, k=k):
        return True
    # The matrix is singular, because the blocks of each dimension add up to the total. The tested vectors
    # are in its range, so a ridge far below EXACT replaces the pseudo-inverse in a tenth of the time.
    inverse = np.linalg.inv(_crossed(blocks, np.ones_like(people), width) + RIDGE * np.eye(width))
    secrets: list[tuple[np.ndarray, frozenset[int] | None]] = [(np.arange(len(people)), None)]
    secrets += [(_paired(codes[a], codes[b]), None) for a, b in combinations(range(len(codes)), 2)]
    secrets += [(code, suppressed) for code, suppressed in zip(codes, hidden, strict=True)]
    return any(_spanned(labels, people, suppressed, blocks, inverse, k=k) for labels, suppressed in secrets)


def _counts(code: np.ndarray, people: np.ndarray) -> dict[int, int]:
    return {
        segment: int(n) for segment, n in enumerate(np.bincount(code, weights=people).astype(int)) if n > 0
    }


def _blocks(codes: Sequence[np.ndarray], hidden: Sequence[frozenset[int]]) -> list[np.ndarray]:
    """Each atom's block in each dimension: its segment, or the remainder of the total; numbered across
    dimensions.
    """
    blocks, start = [], 0
    for code, suppressed in zip(codes, hidden, strict=True):
        merged = np.where(np.isin(code, list(suppressed)), int(code.max()) + 1, code)
        _parts, block = np.unique(merged, return_inverse=True)
        blocks.append(block + start)
        start += int(block.max()) + 1
    return blocks


def _crossed(blocks: Sequence[np.ndarray], weights: np.ndarray, width: int) -> np.ndarray:
    """Blocks × blocks: the weight of the atoms in both."""
    table = np.zeros(width * width)
    for block in blocks:
        for other in blocks:
            table += np.bincount(block * width + other, weights=weights, minlength=width * width)
    return table.reshape(width, width)


def _nested_by_few(together: np.ndarray, blocks: Sequence[np.ndarray], *, k: int) -> bool:
    sizes = np.diag(together)
    rest = sizes[:, None] - sizes[None, :]
    return bool(((together == sizes[None, :]) & (rest > 0) & (rest < k)).any()) and len(blocks) > 1


def _paired(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.unique(one * (int(other.max()) + 1) + other, return_inverse=True)[1]


def _spanned(
    labels: np.ndarray,
    people: np.ndarray,
    suppressed: frozenset[int] | None,
    blocks: Sequence[np.ndarray],
    inverse: np.ndarray,
    *,
    k: int,
) -> bool:
    """Whether the indicator of a secret set is in the span of the blocks, that is, equals its projection."""
    sizes = np.bincount(labels, weights=people)
    secret = (sizes > 0) & (sizes < k)
    if suppressed is not None:
        secret[[segment for segment in suppressed if segment < len(secret)]] = True
        secret &= sizes > 0
    number = np.cumsum(secret) - 1
    suppressed_here = secret[labels]
    if not suppressed_here.any():
        return False
    columns, width = number[labels[suppressed_here]], int(secret.sum())
    touched = np.zeros((len(inverse), width))
    for block in blocks:
        np.add.at(touched, (block[suppressed_here], columns), 1)
    atoms = np.bincount(columns, minlength=width)
    projected = np.einsum("bc,bc->c", touched, inverse @ touched)
    return bool((np.abs(projected - atoms) < EXACT * atoms).any())
