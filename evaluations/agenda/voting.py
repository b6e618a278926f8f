"""Rules for the result of a vote. Pure: plain values in and out, no Django, no clock. The models add labels."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Majority(StrEnum):
    SIMPLE = "simple"
    TWO_THIRDS = "two_thirds"
    CONSENSUS = "consensus"


class Choice(StrEnum):
    FOR = "for"
    AGAINST = "against"
    ABSTAINED = "abstained"


class Outcome(StrEnum):
    CARRIED = "carried"
    REJECTED = "rejected"
    NO_QUORUM = "no_quorum"


@dataclass(frozen=True)
class Tally:
    """Votes counted; `entitled` is the number of partners with a vote."""

    in_favour: int
    against: int
    abstained: int
    entitled: int

    @property
    def cast(self) -> int:
        return self.in_favour + self.against + self.abstained


def count(choices: Iterable[str], *, entitled: int) -> Tally:
    counts = Counter(choices)
    return Tally(counts[Choice.FOR], counts[Choice.AGAINST], counts[Choice.ABSTAINED], entitled)


def outcome_of(tally: Tally, *, majority: str, quorum_percent: int) -> Outcome:
    """Whether the motion is carried.

    The quorum counts every vote cast, abstentions included: cast / entitled in per cent. The majority compares votes
    for and against: more for than against; at least two for each one against; or at least one for and none against. A
    vote without any for or against is rejected. With 11 entitled and a quorum of 50 per cent, 5 votes are not enough.
    """
    if tally.cast * 100 < quorum_percent * tally.entitled or tally.cast == 0:
        return Outcome.NO_QUORUM
    if majority == Majority.TWO_THIRDS:
        carried = tally.in_favour >= 2 * tally.against
    elif majority == Majority.CONSENSUS:
        carried = tally.against == 0
    else:
        carried = tally.in_favour > tally.against
    return Outcome.CARRIED if carried and tally.in_favour > 0 else Outcome.REJECTED
