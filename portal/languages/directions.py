"""Which way a language is written."""

from django.utils.translation import get_language_info


def writing_direction(language: str) -> str:
    """`rtl` or `ltr`, as markup says it. Raises KeyError for a language that Django does not know."""
    return "rtl" if get_language_info(language)["bidi"] else "ltr"
