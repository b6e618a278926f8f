"""Sum ratings by group and segment, and calculate the reliability of sections. Pure: arrays and values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

import numpy as np

from assessments.needs.sums import Sums

BLANK, NOT_APPLICABLE = 0, -1
FEWEST_ITEMS, FEWEST_PEOPLE = 3, 10
SegmentKey = TypeVar("SegmentKey", int, str)


@dataclass(frozen=True)
class Ratings:
    """One row per person: group, jurisdiction, language, level of court, and people × items × (importance,
    ability).

    A rating is 1 to 9; `BLANK` and `NOT_APPLICABLE` are other values.
    """

    groups: list[str]
    jurisdictions: list[int]
    languages: list[str]
    levels: list[str]
    table: np.ndarray

    def lines(self) -> Iterator[str]:
        """All answers of each person as one text, for the digest."""
        keys = zip(self.groups, self.jurisdictions, self.languages, self.levels, strict=True)
        for (group, jurisdiction, language, level), row in zip(keys, self.table, strict=True):
            yield f"{group} {jurisdiction} {language} {level} {row.tobytes().hex()}"


def numbered(values: Sequence[SegmentKey]) -> tuple[list[SegmentKey], np.ndarray]:
    """The distinct values in order, and the index of each value."""
    distinct = sorted(set(values))
    at = {value: n for n, value in enumerate(distinct)}
    return distinct, np.array([at[value] for value in values], dtype=np.int64)


def sums_by(table: np.ndarray, codes: np.ndarray, width: int) -> np.ndarray:
    """Width × items × 8: the sums of `Sums` over the complete pairs of the people with each code."""
    sums = np.zeros((width, table.shape[1], 8), dtype=np.int64)
    if not len(codes):
        return sums
    order = np.argsort(codes, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(codes[order]) > 0])
    present = codes[order][starts]
    importance, ability = table[order, :, 0].astype(np.int32), table[order, :, 1].astype(np.int32)
    complete = (importance > 0) & (ability > 0)
    i, a = np.where(complete, importance, 0), np.where(complete, ability, 0)
    for n, column in enumerate((complete.astype(np.int32), i, a, i * i, a * a, i * a, a > i, a < i)):
        sums[present, :, n] = np.add.reduceat(column.astype(np.int32), starts, axis=0)
    return sums


def by_group(ratings: Ratings, items: Sequence[int]) -> dict[int, dict[str, Sums]]:
    """Item -> group -> sums, over all respondents."""
    groups, codes = numbered(ratings.groups)
    sums = sums_by(ratings.table, codes, len(groups))
    return {
        item: {group: Sums(*row) for group, row in zip(groups, sums[:, n].tolist(), strict=True) if row[0]}
        for n, item in enumerate(items)
    }


def sums_by_segment(
    ratings: Ratings, items: Sequence[int], segments: Sequence[SegmentKey]
) -> dict[int, dict[str, dict[SegmentKey, Sums]]]:
    """Item -> group -> segment -> sums; `segments` is each person's jurisdiction, language or level."""
    groups, group_codes = numbered(ratings.groups)
    names, segment_codes = numbered(segments)
    sums = sums_by(ratings.table, group_codes * len(names) + segment_codes, len(groups) * len(names))
    shaped = sums.reshape(len(groups), len(names), len(items), 8)
    return {
        item: {
            group: {
                segment: Sums(*row)
                for segment, row in zip(names, shaped[g, :, n].tolist(), strict=True)
                if row[0]
            }
            for g, group in enumerate(groups)
        }
        for n, item in enumerate(items)
    }


@dataclass(frozen=True)
class Reliability:
    """Cronbach's alpha of one section on one scale, or the reason why there is none."""

    items: int
    n: int | None
    alpha: Decimal | None
    reason: str = ""


def alpha_of(answers: np.ndarray) -> Reliability:
    """α = k/(k-1) × (1 - Σ s_i² / s_total²) over the people who rated all k items; variances with n - 1. T1.8:
    0.7929.

    None for fewer than 3 items or 10 people, or when all totals are equal.
    """
    complete = answers[(answers > 0).all(axis=1)].astype(float)
    n, k = complete.shape if complete.size else (0, answers.shape[1])
    if k < FEWEST_ITEMS:
        return Reliability(k, None, None, "not_applicable")
    if n < FEWEST_PEOPLE:
        return Reliability(k, None, None, "suppressed" if n else "no_data")
    return Reliability(k, n, *alpha_and_reason(complete))


def alpha_and_reason(complete: np.ndarray) -> tuple[Decimal | None, str]:
    """The formula, for rows without missing values."""
    k = complete.shape[1]
    total = complete.sum(axis=1).var(ddof=1)
    if total == 0:
        return None, "zero_denominator"
    alpha = k / (k - 1) * (1 - complete.var(axis=0, ddof=1).sum() / total)
    return Decimal(alpha).quantize(Decimal("0.00000001")), ""


def reliabilities(
    ratings: Ratings, items: Sequence[int], section_of: Mapping[int, int]
) -> list[tuple[int, str, Reliability]]:
    """(section, scale, alpha) for each section and both scales."""
    alphas = []
    for section in dict.fromkeys(section_of[item] for item in items if item in section_of):
        columns = [n for n, item in enumerate(items) if section_of.get(item) == section]
        for number, scale in enumerate(("importance", "ability")):
            alphas.append((section, scale, alpha_of(ratings.table[:, columns, number])))
    return alphas
