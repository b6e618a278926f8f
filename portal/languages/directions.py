"""The writing direction of languages and texts, and the isolation of text in sentences of another direction."""

import unicodedata

from django.utils.translation import get_language_info


def writing_direction(language: str) -> str:
    """`rtl` or `ltr`, as in the attribute `dir`. Raises KeyError for a language that Django does not know."""
    return "rtl" if get_language_info(language)["bidi"] else "ltr"


def isolated(text: str) -> str:
    """The text between Unicode isolates, so that its direction does not affect the text around it."""
    return f"\u2068{text}\u2069" if text else ""


def direction_of(text: str) -> str:
    """`rtl` or `ltr` by the first letter of the text, "" without a letter; for WeasyPrint, which lacks dir="auto"."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return ""
