"""Redact passages of a comment. Pure.

A passage is redacted everywhere it occurs, regardless of case. The bar always has the same length, so that it
does not reveal the length of a name.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

BAR = "█████"
SPACED = re.compile(r"[A-Za-z\u00c0-\u052f]")  # scripts that separate words by spaces: Latin, Greek, Cyrillic
Span = tuple[int, int]


def plain(text: str) -> str:
    """The normal form in which texts are compared and shared."""
    return unicodedata.normalize("NFC", text)


def spans_of(text: str, passages: Iterable[str]) -> tuple[list[Span], list[str]]:
    """The spans of the passages in `plain(text)`, merged and in order, and the passages that do not occur."""
    all_spans: list[Span] = []
    missing: list[str] = []
    for passage in passages:
        passage_text = plain(passage).strip()
        if not passage_text:
            continue
        spans = [match.span() for match in _pattern(passage_text).finditer(plain(text))]
        all_spans += spans
        if not spans:
            missing.append(passage_text)
    return merged(all_spans), missing


def _pattern(passage_text: str) -> re.Pattern[str]:
    """The passage with any white space between its words; whole words only where the script separates words."""
    body = r"\s+".join(re.escape(word) for word in passage_text.split())
    before = r"(?<!\w)" if SPACED.match(passage_text[0]) else ""
    after = r"(?!\w)" if SPACED.match(passage_text[-1]) else ""
    return re.compile(f"{before}{body}{after}", re.IGNORECASE)


def merged(spans: Iterable[Span]) -> list[Span]:
    """Overlapping and adjacent spans merged."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def redacted(text: str, spans: Sequence[Span]) -> str:
    """`plain(text)` with a bar for each span."""
    segments, at = [], 0
    for start, end in merged(spans):
        segments += [plain(text)[at:start], BAR]
        at = end
    return "".join([*segments, plain(text)[at:]])
