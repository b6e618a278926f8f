"""Coverage of a competency framework by modules (docs/glossary.md §3, T3.1). Pure: imports no Django.

    coverage = competencies that a module assesses at the required level or above / competencies required
    touched  = competencies that a module introduces, develops or assesses at any level / competencies required

T3.1: 24 required, 18 assessed at the required level, 3 only developed, 3 absent: coverage 75.0 %, touched 87.5 %.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

ASSESSES = "assesses"
REDUNDANT_FROM = 4  # assessed in more than three modules


class CoverageStatus(StrEnum):
    COVERED = "covered"
    BELOW = "below"
    TOUCHED = "touched"
    ABSENT = "absent"


@dataclass(frozen=True)
class Cell:
    """What a module does for a competency: depth (introduces, develops, assesses) and level (1 to 4)."""

    competency: str
    module: str
    depth: str
    level: int


@dataclass
class Row:
    """A competency with its cells. Status BELOW: assessed below the required level. TOUCHED: taught, not assessed."""

    competency: str
    required: int
    cells: list[Cell] = field(default_factory=list)

    @property
    def status(self) -> CoverageStatus:
        if not self.cells:
            return CoverageStatus.ABSENT
        levels = [cell.level for cell in self.cells if cell.depth == ASSESSES]
        if not levels:
            return CoverageStatus.TOUCHED
        return CoverageStatus.COVERED if max(levels) >= self.required else CoverageStatus.BELOW

    @property
    def is_redundant(self) -> bool:
        return sum(cell.depth == ASSESSES for cell in self.cells) >= REDUNDANT_FROM


@dataclass(frozen=True)
class Coverage:
    rows: Mapping[str, Row]

    @property
    def required(self) -> int:
        return len(self.rows)

    @property
    def covered(self) -> int:
        return sum(row.status is CoverageStatus.COVERED for row in self.rows.values())

    @property
    def touched(self) -> int:
        return sum(row.status is not CoverageStatus.ABSENT for row in self.rows.values())

    @property
    def redundant(self) -> int:
        return sum(row.is_redundant for row in self.rows.values())


def coverage_of(required: Mapping[str, int], cells: Iterable[Cell]) -> Coverage:
    """`required` maps the code of each required competency to its level. Cells of other competencies are ignored."""
    rows = {code: Row(code, level) for code, level in required.items()}
    for cell in cells:
        if cell.competency in rows:
            rows[cell.competency].cells.append(cell)
    return Coverage(rows)
