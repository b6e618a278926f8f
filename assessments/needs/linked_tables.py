"""What two kinds of segments give away together: small cells found by crossing jurisdictions, languages and
levels. Pure.

Each kind of segment splits the same people: of one (item, group) the shown jurisdictions, what is left of them, the
shown languages, and so on are sums over people that a reader holds. Where a language is spoken in one jurisdiction
alone, the difference of both is the answer of those few who speak another there. Sums are linear, so what can be
worked out is what the shown sums span: a set of people is given away when its indicator over the atoms (jurisdiction
× language × level) is a combination of theirs. This is asked of each hidden segment and of each cell of the
cross-tables
with fewer than k people, and of each difference of one shown segment within another. Parts of the later kind
are hidden,
smallest first, until nothing is given away; with all of them hidden it tells no more than the total.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from portal.figures.suppression import suppressed_cells

EXACT, RIDGE = 1e-6, 1e-9


def suppress_across_dimensions(
    codes: Sequence[np.ndarray], people: np.ndarray, hidden: Sequence[frozenset[int]], *, k: int
) -> list[frozenset[int]]:
    """Each kind's hidden segments, completed. `codes` gives each atom's segment (0, 1 …) of each kind,
    `people` how many
    are in it (1 or more); `hidden` is what each kind's own line hides. The first kind stays as it is.
    """
    found = list(hidden[:1])
    for kind in range(1, len(codes)):
        counts = _counts(codes[kind], people)
        mine = frozenset(hidden[kind])
        while is_disclosive(codes[: kind + 1], people, [*found, mine], k=k):
            rest = sorted((n, segment) for segment, n in counts.items() if segment not in mine)
            if not rest:
                break
            mine = suppressed_cells(counts, k=k, also=mine | {rest[0][1]})
        found.append(mine)
    return found


def is_disclosive(
    codes: Sequence[np.ndarray], people: np.ndarray, hidden: Sequence[frozenset[int]], *, k: int
) -> bool:
    """Whether the shown segments of all kinds, put together, tell of a hidden segment or of 1 to k - 1 people."""
    blocks = _blocks(codes, hidden)
    width = max(int(block.max()) for block in blocks) + 1
    together = _crossed(blocks, people, width)
    if _nested_by_few(together, blocks, k=k):
        return True
    # Singular, for each kind's blocks add up to the total; what is asked of it lies in its range, so that a ridge far
    # under EXACT stands for the pseudo-inverse at a tenth of its price.
    inverse = np.linalg.inv(_crossed(blocks, np.ones_like(people), width) + RIDGE * np.eye(width))
    secrets: list[tuple[np.ndarray, frozenset[int] | None]] = [(np.arange(len(people)), None)]
    secrets += [(_paired(codes[a], codes[b]), None) for a, b in combinations(range(len(codes)), 2)]
    secrets += [(code, gone) for code, gone in zip(codes, hidden, strict=True)]
    return any(_spanned(labels, people, gone, blocks, inverse, k=k) for labels, gone in secrets)


def _counts(code: np.ndarray, people: np.ndarray) -> dict[int, int]:
    return {
        segment: int(n) for segment, n in enumerate(np.bincount(code, weights=people).astype(int)) if n > 0
    }


def _blocks(codes: Sequence[np.ndarray], hidden: Sequence[frozenset[int]]) -> list[np.ndarray]:
    """Each atom's block of each kind: its segment, or what is left of the total; numbered on through all kinds."""
    blocks, start = [], 0
    for code, gone in zip(codes, hidden, strict=True):
        merged = np.where(np.isin(code, list(gone)), int(code.max()) + 1, code)
        _parts, block = np.unique(merged, return_inverse=True)
        blocks.append(block + start)
        start += int(block.max()) + 1
    return blocks


def _crossed(blocks: Sequence[np.ndarray], weights: np.ndarray, width: int) -> np.ndarray:
    """Blocks × blocks: the weight of the atoms that are in both."""
    table = np.zeros(width * width)
    for one in blocks:
        for other in blocks:
            table += np.bincount(one * width + other, weights=weights, minlength=width * width)
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
    gone: frozenset[int] | None,
    blocks: Sequence[np.ndarray],
    inverse: np.ndarray,
    *,
    k: int,
) -> bool:
    """Whether the indicator of a secret set lies in the span of the blocks: it equals its projection then."""
    sizes = np.bincount(labels, weights=people)
    secret = (sizes > 0) & (sizes < k)
    if gone is not None:
        secret[[segment for segment in gone if segment < len(secret)]] = True
        secret &= sizes > 0
    number = np.cumsum(secret) - 1
    mine = secret[labels]
    if not mine.any():
        return False
    columns, width = number[labels[mine]], int(secret.sum())
    touched = np.zeros((len(inverse), width))
    for block in blocks:
        np.add.at(touched, (block[mine], columns), 1)
    atoms = np.bincount(columns, minlength=width)
    projected = np.einsum("bc,bc->c", touched, inverse @ touched)
    return bool((np.abs(projected - atoms) < EXACT * atoms).any())
