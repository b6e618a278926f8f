"""Arabic digits on Arabic pages and in Arabic PDF files: ١٬٩٠٢ and ٪٥٠.

The digits are replaced in the finished markup, because numbers come from formats, charts and translated messages.
Codes, URLs and text in other scripts ("Cohort 2") keep their digits.
"""

import re
import unicodedata

from django.utils.translation import get_language

LANGUAGES = frozenset({"ar"})
_DIGITS = str.maketrans("0123456789,.", "٠١٢٣٤٥٦٧٨٩٬٫")
_MARKUP = re.compile(r"<!--.*?-->|<[^>]*>|[^<]+", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
# Elements whose text is not Arabic prose, by their name, direction, language or class.
_KEPT_ELEMENTS = frozenset({"script", "style", "textarea", "code"})
_KEPT_ATTRIBUTE = re.compile(r"""\s(?:dir="ltr"|lang="(?!ar\b)[^"]*"|class="(?:[^"]*\s)?code(?:\s[^"]*)?")""")
_VOID = frozenset({"input", "img", "br", "hr", "meta", "link", "col"})
_PART = re.compile("[,;:.()،؛]\\s|\u2069")  # a number after it does not belong to the word before it
_WORD = re.compile(
    r"&#?\w+;|(?P<letters>[^\W\d_]+)|(?P<number>[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?(?::[0-9]{2})*%?)"
)


def in_markup(html: str) -> str:
    """Replace the digits in the Arabic text of the markup; tags and attributes are not changed."""
    out: list[str] = []
    kept, depth = (
        "",
        0,
    )  # name of the element that keeps its digits, and the nesting depth of elements with this name
    for markup in _MARKUP.finditer(html):
        piece = markup.group()
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
    """Replace the digits in the text, except in numbers that belong to a Latin, Cyrillic or other word."""
    numbers = list(_WORD.finditer(text))
    if not any(word["number"] for word in numbers):
        return text
    out, at, before = [], 0, ""
    for index, word in enumerate(numbers):
        if word["letters"]:
            before = word["letters"]
        elif word["number"]:
            after = next((later["letters"] for later in numbers[index:] if later["letters"]), "")
            is_separated = index and _PART.search(text, numbers[index - 1].end(), word.start())
            neighbour = (after or before) if is_separated else (before or after)
            touches = (
                index + 1 < len(numbers)
                and numbers[index + 1].start() == word.end()
                and numbers[index + 1]["letters"]
            )
            if _is_arabic(neighbour) and _is_arabic(touches or ""):
                out += [text[at : word.start()], word["number"].translate(_DIGITS).replace("%", "٪")]
                at = word.end()
    return "".join(out) + text[at:]


def of_language(text: str) -> str:
    """The text with its numbers in the digits of the active language."""
    return in_text(text) if get_language() in LANGUAGES else text


def _is_arabic(letters: str) -> bool:
    return not letters or unicodedata.bidirectional(letters[0]) in ("AL", "R")
