"""The writing direction of a language."""

from django.utils.translation import get_language_info


def writing_direction(language: str) -> str:
    """`rtl` or `ltr`, as in the attribute `dir`. Raises KeyError for a language that Django does not know."""
    return "rtl" if get_language_info(language)["bidi"] else "ltr"
