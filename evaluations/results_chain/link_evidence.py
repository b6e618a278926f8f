"""How well a link of the chain is supported: by documents, by statements, or not at all. Pure: imports no Django."""

from dataclasses import dataclass
from enum import StrEnum


class Strength(StrEnum):
    """`DOCUMENTED`: a record or document shows it. `STATED`: a person states it. `BROKEN`: nothing links the two
    stages.
    """

    DOCUMENTED = "documented"
    STATED = "stated"
    BROKEN = "broken"


@dataclass(frozen=True)
class LinkEvidence:
    """`shown` of `total` links between two stages are supported by a document."""

    shown: int
    total: int

    @property
    def strength(self) -> Strength:
        """Documented if more than half of the links are."""
        if self.total == 0:
            return Strength.BROKEN
        return Strength.DOCUMENTED if self.shown * 2 > self.total else Strength.STATED
