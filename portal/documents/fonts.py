"""Which characters the document fonts contain. Forms check names, since missing characters are printed as boxes."""

import unicodedata
from bisect import bisect_right
from functools import cache

from portal.documents.assets import HERE

# The font families of the stylesheets, with fallbacks. A name is printed in all of them, so each must have its
# characters.
CHAINS = (
    ("display-600", "naskh-700", "song-700"),
    ("serif-400", "naskh-400", "song-400"),
    ("sans-400", "arabic-400", "hei-400"),
)
KEPT_FORMATS = frozenset("\u200c\u200d\u200e\u200f")  # joiners and direction marks, which some scripts need


@cache
def coverage() -> dict[str, tuple[list[int], list[int]]]:
    """The starts and ends (inclusive) of the code point ranges of each font, in ascending order."""
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
    """The characters of `text` (normalised to NFC) that the document fonts do not have, without repetition."""
    missing: dict[str, None] = {}
    for character in unicodedata.normalize("NFC", text):
        if character.isspace() or character in KEPT_FORMATS:
            continue
        if not all(any(_has(face, ord(character)) for face in chain) for chain in CHAINS):
            missing[character] = None
    return list(missing)


def printable(text: str) -> str:
    """`text` normalised to NFC without control characters, some of which would reverse the text of a line."""
    kept = (
        " " if c.isspace() else c
        for c in unicodedata.normalize("NFC", text)
        if c in KEPT_FORMATS or c.isspace() or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"}
    )
    return " ".join("".join(kept).split())
