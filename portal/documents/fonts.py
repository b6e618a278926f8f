"""Which characters the document fonts can print. Asked when a name is typed in: a missing one prints as a
box, silently.
"""

import unicodedata
from bisect import bisect_right
from functools import cache

from portal.documents.assets import HERE

# Each list is one fallback order of the sheets; a character must be in every one, since a name stands in
# all of them.
CHAINS = (
    ("display-600", "naskh-700", "song-700"),
    ("serif-400", "naskh-400", "song-400"),
    ("sans-400", "arabic-400", "hei-400"),
)
KEPT_FORMATS = frozenset("\u200c\u200d\u200e\u200f")  # joiners and direction marks belong to some scripts


@cache
def coverage() -> dict[str, tuple[list[int], list[int]]]:
    """Face name to the starts and ends (inclusive) of its code point ranges, in ascending order."""
    faces = {}
    for line in (HERE / "fonts" / "coverage.txt").read_text().splitlines():
        name, *spans = line.split()
        pairs = [(span.partition("-")[0], span.rpartition("-")[2]) for span in spans]
        faces[name] = [int(a, 16) for a, _ in pairs], [int(b, 16) for _, b in pairs]
    return faces


def _has(face: str, code: int) -> bool:
    starts, ends = coverage()[face]
    at = bisect_right(starts, code) - 1
    return at >= 0 and code <= ends[at]


def missing_characters(text: str) -> list[str]:
    """The characters of `text` (taken as NFC) that no document font has, each once, in the order they
    come.
    """
    missing: dict[str, None] = {}
    for character in unicodedata.normalize("NFC", text):
        if character.isspace() or character in KEPT_FORMATS:
            continue
        if not all(any(_has(face, ord(character)) for face in chain) for chain in CHAINS):
            missing[character] = None
    return list(missing)


def printable(text: str) -> str:
    """`text` as NFC without control and bidi-override characters, which could turn a line of a document
    around.
    """
    kept = (
        " " if c.isspace() else c
        for c in unicodedata.normalize("NFC", text)
        if c in KEPT_FORMATS or c.isspace() or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"}
    )
    return " ".join("".join(kept).split())
