"""K-anonymous responses over group, jurisdiction, language and level of court. Pure.

Rows of one group that share jurisdiction, language and level are an equivalence class. A class of fewer than k
rows drops its level, then its language, then its jurisdiction. A class that is still smaller than k is merged
with the next smallest class of the group until each class has at least k rows. Groups that are withheld in the
ranking are left out completely.

A reader can also compare the rows with the published tables of the same responses. Therefore an item is
withheld in all rows of a class where fewer than k people rated it, where fewer than 2k people gave the same
rating, and where the class and the tables together would reveal a hidden cell or fewer than k people
(`needs.linked_tables`). The next smallest classes are withheld with it, so that the value cannot be computed by
subtraction.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assessments.needs.linked_tables import is_disclosive
from assessments.needs.tallies import Ratings, numbered
from portal.figures.suppression import suppressed_cells

WITHHELD_ANSWER = -9
WITHHELD = "withheld"
Key = tuple[str, str, str]
Hidden = Mapping[tuple[int, str], Sequence[frozenset[object]]]


@dataclass(frozen=True)
class AnonymisedRatings:
    """`rows` are the people released, as indexes into the ratings, each with (jurisdiction, language, level)
    and answers.
    """

    rows: np.ndarray
    keys: list[Key]
    table: np.ndarray
    withheld: int
    generalised: int


def equivalence_classes(keys: Sequence[Key], *, k: int) -> list[Key]:
    """Each row's class after generalising. Rows that fit into no class of k rows get a class without rows."""
    classes = list(keys)
    for blanked in range(1, 4):
        counts = Counter(classes)
        small = {key for key, n in counts.items() if n < k}
        if not small:
            return classes
        classes = [_generalised(key, blanked) if key in small else key for key in classes]
    counts = Counter(classes)
    last = (WITHHELD, WITHHELD, WITHHELD)
    while 0 < counts[last] < k and len(counts) > 1:
        taken = min((key for key in counts if key != last), key=lambda key: (counts[key], key))
        classes = [last if key == taken else key for key in classes]
        counts = Counter(classes)
    return classes


def _generalised(key: Key, blanked: int) -> Key:
    """Without the level; without level and language; without anything."""
    jurisdiction, language, _level = key
    if blanked == 1:
        return (jurisdiction, language, WITHHELD)
    return (jurisdiction, WITHHELD, WITHHELD) if blanked == 2 else (WITHHELD, WITHHELD, WITHHELD)


def anonymise_ratings(
    ratings: Ratings,
    items: Sequence[int],
    *,
    groups: Collection[str],
    hidden_items: Collection[tuple[int, str]],
    hidden_parts: Hidden,
    k: int,
) -> AnonymisedRatings:
    """The rows that can be released. `groups` are those that show; `hidden_items` the (item, group) cells
    withheld everywhere; `hidden_parts` maps (item, group) to the jurisdictions, languages and levels hidden
    in the published tables.
    """
    exact = [
        (str(jurisdiction), language, level)
        for jurisdiction, language, level in zip(
            ratings.jurisdictions, ratings.languages, ratings.levels, strict=True
        )
    ]
    released: list[int] = []
    keys: dict[int, Key] = {}
    table = ratings.table.copy()
    all_groups = np.array(ratings.groups)
    for group in sorted(groups):
        members = np.flatnonzero(all_groups == group)
        if len(members) < k:
            continue
        classes = equivalence_classes([exact[n] for n in members], k=k)
        _withhold_items(table, ratings, members, classes, items, group, hidden_items, hidden_parts, k=k)
        released += members.tolist()
        keys |= dict(zip(members.tolist(), classes, strict=True))
    rows = np.array(released, dtype=np.int64)
    return AnonymisedRatings(
        rows,
        [keys[n] for n in released],
        table[rows],
        withheld=len(ratings.groups) - len(released),
        generalised=sum(keys[n] != exact[n] for n in released),
    )


def _withhold_items(
    table: np.ndarray,
    ratings: Ratings,
    members: np.ndarray,
    classes: Sequence[Key],
    items: Sequence[int],
    group: str,
    hidden_items: Collection[tuple[int, str]],
    hidden_parts: Hidden,
    *,
    k: int,
) -> None:
    """Mark in `table` the answers that must be withheld in the rows of the group."""
    _known, class_of = numbered([" ".join(key) for key in classes])
    kinds = [
        numbered([segments[n] for n in members])
        for segments in (ratings.jurisdictions, ratings.languages, ratings.levels)
    ]
    codes = np.stack([*(code for _values, code in kinds), class_of])
    atoms, atom_of = np.unique(codes, axis=1, return_inverse=True)
    for n, item in enumerate(items):
        if (item, group) in hidden_items:
            table[members, n] = WITHHELD_ANSWER
            continue
        answers = ratings.table[members, n]
        complete = np.all(answers > 0, axis=1)
        people = np.bincount(atom_of.ravel(), weights=complete, minlength=atoms.shape[1]).astype(int)
        suppressed = hidden_parts.get((item, group), (frozenset(), frozenset(), frozenset()))
        tables = [
            frozenset(at for at, value in enumerate(values) if value in hidden)
            for (values, _code), hidden in zip(kinds, suppressed, strict=True)
        ]
        too_few = _with_few(class_of, np.any(answers != 0, axis=1), complete, k=k) | _all_alike(
            class_of, answers, k=k
        )
        hidden = _classes_to_hide(atoms[:, people > 0], people[people > 0], tables, too_few, k=k)
        table[members[np.isin(class_of, list(hidden))], n] = WITHHELD_ANSWER


def _with_few(class_of: np.ndarray, any_answered: np.ndarray, complete: np.ndarray, *, k: int) -> set[int]:
    """Classes in which 1 to k - 1 people answered the item, or rated it on both scales."""
    too_few: set[int] = set()
    for answered in (any_answered, complete):
        counts = np.bincount(class_of[answered], minlength=int(class_of.max()) + 1)
        too_few |= set(np.flatnonzero((counts > 0) & (counts < k)).tolist())
    return too_few


def _all_alike(class_of: np.ndarray, answers: np.ndarray, *, k: int) -> set[int]:
    """Classes of fewer than 2k people who all gave the same rating: to know that someone is in one is to know
    the answer.
    """
    width = int(class_of.max()) + 1
    alike: set[int] = set()
    for numbers in answers.T:
        rated = numbers > 0
        people = np.bincount(class_of[rated], minlength=width)
        lowest, highest = np.full(width, np.iinfo(np.int8).max), np.zeros(width, dtype=np.int64)
        np.minimum.at(lowest, class_of[rated], numbers[rated])
        np.maximum.at(highest, class_of[rated], numbers[rated])
        alike |= set(np.flatnonzero((people > 0) & (people < 2 * k) & (lowest == highest)).tolist())
    return alike


def _classes_to_hide(
    atoms: np.ndarray, people: np.ndarray, tables: Sequence[frozenset[int]], too_few: set[int], *, k: int
) -> frozenset[int]:
    if not len(people):
        return frozenset(too_few)
    counts = {int(segment): int(people[atoms[3] == segment].sum()) for segment in np.unique(atoms[3])}
    members = frozenset(too_few) | suppressed_cells(counts, k=k, also=too_few)
    while is_disclosive(list(atoms), people, [*tables, members], k=k):
        rest = sorted((n, segment) for segment, n in counts.items() if segment not in members)
        if not rest:
            return frozenset(counts) | members
        # in steps, because each test of disclosure is slow when there are hundreds of cells
        step = max(1, len(rest) // 4)
        members = members | suppressed_cells(
            counts, k=k, also=members | {segment for _n, segment in rest[:step]}
        )
    return members
