"""Arabic pages and prints write their numbers in Arabic digits: ١٬٩٠٢ and ٪٥٠, as their dates and names are Arabic.

It is done once, on the finished markup, because numbers come from everywhere: formats, charts, counts in sentences.
What is not Arabic keeps its digits: codes, addresses, and titles in another script ("Cohort 2").
"""

import re
import unicodedata

from django.utils.translation import get_language

LANGUAGES = frozenset({"ar"})
_DIGITS = str.maketrans("0123456789,.", "٠١٢٣٤٥٦٧٨٩٬٫")
_MARKUP = re.compile(r"<!--.*?-->|<[^>]*>|[^<]+", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
# An element whose text is no Arabic prose: named so, or by its direction, language or class.
_KEPT_ELEMENTS = frozenset({"script", "style", "textarea", "code"})
_KEPT_ATTRIBUTE = re.compile(r"""\s(?:dir="ltr"|lang="(?!ar\b)[^"]*"|class="(?:[^"]*\s)?code(?:\s[^"]*)?")""")
_VOID = frozenset({"input", "img", "br", "hr", "meta", "link", "col"})
_PART = re.compile("[,;:.()،؛]\\s|\u2069")  # what stands before it says nothing of the number after it
_WORD = re.compile(
    r"&#?\w+;|(?P<letters>[^\W\d_]+)|(?P<number>[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?(?::[0-9]{2})*%?)"
)


def in_markup(html: str) -> str:
    """The same markup with the numbers of its Arabic text in Arabic digits; tags and attributes stay."""
    out: list[str] = []
    kept, depth = "", 0  # the element that is being left alone, and how deep in elements of its name we are
    for found in _MARKUP.finditer(html):
        piece = found.group()
        tag = _TAG.match(piece)
        if tag and not piece.endswith("/>"):
            closing, name = tag.group(1), tag.group(2).lower()
            if kept:
                depth += (-1 if closing else 1) if name == kept else 0
                kept = kept if depth else ""
            elif not closing and name not in _VOID and name != "html" and _is_kept(name, piece):
                kept, depth = name, 1
        elif not tag and not kept and piece[0] != "<":
            piece = in_text(piece)
        out.append(piece)
    return "".join(out)


def _is_kept(name: str, tag: str) -> bool:
    return name in _KEPT_ELEMENTS or _KEPT_ATTRIBUTE.search(tag) is not None


def in_text(text: str) -> str:
    """The text with its numbers in Arabic digits, save those that belong to a Latin, Cyrillic or other word."""
    words = list(_WORD.finditer(text))
    if not any(word["number"] for word in words):
        return text
    out, at, before = [], 0, ""
    for index, word in enumerate(words):
        if word["letters"]:
            before = word["letters"]
        elif word["number"]:
            after = next((later["letters"] for later in words[index:] if later["letters"]), "")
            parted = index and _PART.search(text, words[index - 1].end(), word.start())
            neighbour = (after or before) if parted else (before or after)
            touches = (
                index + 1 < len(words)
                and words[index + 1].start() == word.end()
                and words[index + 1]["letters"]
            )
            if _is_arabic(neighbour) and _is_arabic(touches or ""):
                out += [text[at : word.start()], word["number"].translate(_DIGITS).replace("%", "٪")]
                at = word.end()
    return "".join(out) + text[at:]


def of_language(text: str) -> str:
    """The text as the active language writes numbers."""
    return in_text(text) if get_language() in LANGUAGES else text


def _is_arabic(letters: str) -> bool:
    return not letters or unicodedata.bidirectional(letters[0]) in ("AL", "R")


def isolated(text: str) -> str:
    """The text, so that what stands beside it neither runs with it nor is taken for a part of it."""
    return f"\u2068{text}\u2069" if text else ""


def direction_of(text: str) -> str:
    """Where the text runs by its first letter, rtl or ltr, "" without one: for engines without dir="auto"."""
    for sign in text:
        kind = unicodedata.bidirectional(sign)
        if kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return ""
