"""How much each joint of the chain rests on: documents, people's word, or nothing. Pure: imports no Django."""

from dataclasses import dataclass
from enum import StrEnum


class Strength(StrEnum):
    """`DOCUMENTED`: a record or document shows it. `STATED`: a person says so. `BROKEN`: nothing links the two."""

    DOCUMENTED = "documented"
    STATED = "stated"
    BROKEN = "broken"


@dataclass(frozen=True)
class LinkEvidence:
    """`shown` of `total` links between two stages rest on a document."""

    shown: int
    total: int

    @property
    def strength(self) -> Strength:
        """A joint is as strong as most of its links: documented when more than half are."""
        if self.total == 0:
            return Strength.BROKEN
        return Strength.DOCUMENTED if self.shown * 2 > self.total else Strength.STATED
