"""Question results by group, as publishable counts: the second table of the anonymised data set.

They are not columns of the rows, because age, court and position together identify a person even if many people
share each of them. Each question is a table of its choices by group instead. Counts of few people are
suppressed, and so are counts from which they could be computed by subtraction (`needs.linked_tables`),
including from the published totals.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Any

import numpy as np

from assessments.analysis import distributions
from assessments.analysis.question_results import queries
from assessments.analysis.question_results.overall import (
    CHOICES,
    NUMBERS,
    QuestionResult,
    is_disclosive_by_routing,
    question_results,
)
from assessments.analysis.question_results.queries import Cell
from assessments.instruments.models import Question
from assessments.needs.linked_tables import suppress_across_dimensions
from assessments.needs.models import NeedsAssessment
from portal.figures.suppression import suppressed_cells

Type = Question.Type
PEOPLE, MEAN_RANK = "people", "mean_rank"
QUARTILES = ("lower_quartile", "median", "upper_quartile")


@dataclass(frozen=True)
class ReleasedCount:
    """One figure of one question: `choice` is empty for statistics of numbers, `value` None when it is withheld."""

    question: str
    choice: str
    group: str
    measure: str
    value: Decimal | int | None


def released_counts(assessment: NeedsAssessment, groups: Collection[str]) -> list[ReleasedCount]:
    """Every question except the ratings by each of `groups`, those that show in the ranking. Six queries."""
    lines = question_results(assessment.collection, k=assessment.suppression_k)
    questions, collection = [line.question for line in lines], assessment.collection_id
    before = [question for line in lines for question in line.routing_questions]
    people = queries.count_people_by_group(collection, [*questions, *before])
    coded = [row for row in questions if row.type in (*CHOICES, Type.RANK)]
    codes = queries.count_codes_by_group(collection, coded)
    numbers = queries.quartiles_by_group(collection, [row for row in questions if row.type in NUMBERS])
    released: list[ReleasedCount] = []
    for line in lines:
        pk, k = line.question.question.pk, assessment.suppression_k
        routing = [people[row.question.pk] for row in line.routing_questions]
        showing = [] if line.people is None else [
            group for group in sorted(groups)
            if not is_disclosive_by_routing(people[pk].get(group, 0), (others.get(group, 0) for others in routing), k=k)
        ]  # fmt: skip
        released += _release(line, people[pk], codes[pk], numbers[pk], sorted(groups), showing, k)
    return released


def _release(
    line: QuestionResult, people: Mapping[str, int], codes: Mapping[Cell, Any], numbers: Mapping[str, Any],
    groups: list[str], showing: list[str], k: int,
) -> Iterator[ReleasedCount]:  # fmt: skip
    """Figures of each of `groups`. All figures of groups not in `showing` are withheld, because their size
    would be disclosive.
    """
    name, kind = line.question.name, line.question.type
    if kind in CHOICES:
        counts = {cell: n for cell, (n, _rank) in codes.items()}
        cells = _choices(line, counts, people, showing, k)
        for choice, group in product(line.codes, groups):
            yield ReleasedCount(name, choice, group, PEOPLE, cells.get((choice, group)))
        return
    shown = _groups_of_enough(people, showing)
    for group in groups:
        if kind in NUMBERS:
            quartiles = numbers.get(group) if group in shown else None
            for n, measure in enumerate(QUARTILES):
                yield ReleasedCount(
                    name, "", group, measure, Decimal(str(quartiles[n])) if quartiles else None
                )
        elif kind == Type.RANK:
            for choice in line.codes:
                cell = codes.get((choice, group)) if group in shown else None
                yield ReleasedCount(name, choice, group, MEAN_RANK, cell[1] if cell else None)


def _groups_of_enough(people: Mapping[str, int], groups: Collection[str]) -> set[str]:
    """Groups whose statistics can show: at least ten people, and the remainder of the total is not a small
    group either.
    """
    hidden = suppressed_cells(
        people, k=distributions.SURE, also={code for code in people if code not in groups}
    )
    return {code for code in people if code in groups and code not in hidden and people[code]}


def _choices(
    line: QuestionResult, counts: Mapping[Cell, int], people: Mapping[str, int], groups: list[str], k: int
) -> dict[Cell, int | None]:  # fmt: skip
    """Each choice by each group. A choice withheld over all groups is withheld in each of them."""
    choices = line.codes
    withheld_choices = set(choices)
    if line.bars is not None:
        withheld_choices = {
            code for code, (_label, n, _width) in zip(choices, line.bars, strict=True) if n is None
        }
    if sum(counts.values()) == sum(
        people.values()
    ):  # single choice: the counts add up to the people who answered
        return crossed(counts, choices=choices, groups=groups, hidden_choices=withheld_choices, k=k)
    released: dict[Cell, int | None] = {}
    for code in choices:  # multiple choice: each choice is a question of its own, selected or not
        pair = {("1", group): counts.get((code, group), 0) for group in people}
        pair |= {("0", group): n - pair["1", group] for group, n in people.items()}
        hidden = ("0", "1") if code in withheld_choices else ()
        cells = crossed(pair, choices=("0", "1"), groups=groups, hidden_choices=hidden, k=k)
        released |= {(code, group): cells["1", group] for group in groups}
    return released


def crossed(
    counts: Mapping[Cell, int],
    *,
    choices: Sequence[str],
    groups: Sequence[str],
    hidden_choices: Collection[str],
    k: int,
) -> dict[Cell, int | None]:
    """People by choice and group, None where withheld. `counts` has all groups, `groups` those that can show.

    A reader knows the total of each choice that is not hidden and of each group that shows here. Groups of
    fewer than k people are withheld, and so are groups of fewer than ten people who all gave the same answer.
    """
    cells = sorted(cell for cell, n in counts.items() if n > 0)
    if not cells:
        return {(choice, group): 0 for choice in choices for group in groups}
    people = np.array([counts[cell] for cell in cells])
    kinds = [sorted({cell[end] for cell in cells}) for end in (0, 1)]
    codes = [np.array([kinds[end].index(cell[end]) for cell in cells]) for end in (0, 1)]
    closed = {
        at for at, group in enumerate(kinds[1])
        if group not in groups or _discloses_everyone(people[codes[1] == at], k=k)
    }  # fmt: skip
    withheld_choices = {at for at, choice in enumerate(kinds[0]) if choice in hidden_choices}
    too_few = (people < k) | np.isin(codes[0], list(withheld_choices)) | np.isin(codes[1], list(closed))
    hidden = suppress_across_dimensions(
        [*codes, np.arange(len(cells))],
        people,
        [frozenset(withheld_choices), frozenset(closed), frozenset(np.flatnonzero(too_few).tolist())],
        k=k,
    )
    closed_groups = {kinds[1][at] for at in hidden[1]}
    released: dict[Cell, int | None] = {
        (choice, group): None if group in closed_groups else 0 for choice in choices for group in groups
    }
    released |= {
        cell: None if at in hidden[2] or cell[1] in closed_groups else int(people[at])
        for at, cell in enumerate(cells)
        if cell in released
    }
    return released


def _discloses_everyone(people: np.ndarray, *, k: int) -> bool:
    """Whether a group's line shows how each of a few people answered."""
    total = int(people.sum())
    return total < k or (len(people) == 1 and total < distributions.SURE)
