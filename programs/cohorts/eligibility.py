"""Whether a person can take a course in the catalogue, or why not. Pure: imports no Django."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Obstacle(StrEnum):
    """Why a person cannot get a seat; a full course still has a waiting list."""

    JURISDICTION = "jurisdiction"
    LANGUAGE = "language"
    FULL = "full"


@dataclass(frozen=True)
class Course:
    """What the catalogue knows about a cohort."""

    jurisdictions: Collection[int]
    languages: Collection[str]
    free_seats: int


def obstacle_for(course: Course, *, jurisdiction: int | None, languages: Collection[str]) -> Obstacle | None:
    """The first obstacle; unknown facts about the person are none."""
    if jurisdiction is not None and course.jurisdictions and jurisdiction not in course.jurisdictions:
        return Obstacle.JURISDICTION
    if languages and not set(languages) & set(course.languages):
        return Obstacle.LANGUAGE
    return Obstacle.FULL if course.free_seats <= 0 else None
