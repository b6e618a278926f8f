"""Whether a planned programme duplicates another organisation's, and why. Pure: no Django, no clock.

Two programmes are compared when they share a competency and a jurisdiction. The kinds of overlap are:

- REPEATS: at least half of the planned competencies, in a common language, at the same time
- PARTIAL: the same, but less than half of the planned competencies
- OTHER_LANGUAGE: at the same time, in another language
- OTHER_TIME: in a common language, at most half a year earlier or later

In another language and at another time, or more than half a year apart, is no overlap.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

APART_DAYS = 183  # The portal's rule: people who missed a course can wait half a year for the next.


class OverlapKind(StrEnum):
    REPEATS = "repeats"
    PARTIAL = "part"
    OTHER_LANGUAGE = "language"
    OTHER_TIME = "season"


ORDER = list(OverlapKind)


@dataclass(frozen=True)
class ProgrammeScope:
    """A programme's competencies, jurisdictions, languages and dates, as codes. No language means that it is
    not known.
    """

    key: Any
    competencies: frozenset[str]
    jurisdictions: frozenset[str]
    languages: frozenset[str]
    starts: date
    ends: date


@dataclass(frozen=True)
class Overlap:
    """`share` of the planned competencies that the other covers, in 0–1; `days` in common, or negative for the
    gap.
    """

    other: Any
    kind: OverlapKind
    competencies: tuple[str, ...]
    jurisdictions: tuple[str, ...]
    languages: tuple[str, ...]
    share: float
    days: int


def overlap_of(planned: ProgrammeScope, other: ProgrammeScope) -> Overlap | None:
    """The overlap of two programmes with its reasons, or None."""
    taught, jurisdictions = (
        planned.competencies & other.competencies,
        planned.jurisdictions & other.jurisdictions,
    )
    if not taught or not jurisdictions:
        return None
    both_have_languages = bool(planned.languages and other.languages)
    languages = planned.languages & other.languages
    days = days_in_common(planned, other)
    share = len(taught) / len(planned.competencies)
    kind = _kind(shares_language=bool(languages) or not both_have_languages, days=days, share=share)
    if kind is None:
        return None
    return Overlap(
        other.key,
        kind,
        tuple(sorted(taught)),
        tuple(sorted(jurisdictions)),
        tuple(sorted(languages)),
        share,
        days,
    )


def _kind(*, shares_language: bool, days: int, share: float) -> OverlapKind | None:
    if days > 0:
        if not shares_language:
            return OverlapKind.OTHER_LANGUAGE
        return OverlapKind.REPEATS if share >= 0.5 else OverlapKind.PARTIAL
    return OverlapKind.OTHER_TIME if shares_language and -days <= APART_DAYS else None


def days_in_common(one: ProgrammeScope, other: ProgrammeScope) -> int:
    """Days on which both run, both ends included; 0 or less is the gap in days between them."""
    first, last = max(one.starts, other.starts), min(one.ends, other.ends)
    return (last - first).days + 1


def overlaps_of(planned: ProgrammeScope, others: Iterable[ProgrammeScope]) -> list[Overlap]:
    """All overlaps, the largest first."""
    overlaps = [overlap for other in others if (overlap := overlap_of(planned, other)) is not None]
    return sorted(overlaps, key=lambda overlap: (ORDER.index(overlap.kind), -overlap.share, -overlap.days))
