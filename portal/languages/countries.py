"""Names of countries in the reader's language, from the Unicode CLDR as Babel carries it."""

from functools import cache

from babel import Locale, UnknownLocaleError
from django.utils import translation


def country_name(code: str, stored: str) -> str:
    """The country's name in the active language, or `stored` where the installation set a name of its own.

    `stored` counts as an own name when it differs from CLDR's English name of the ISO 3166-1 alpha-2 code.
    """
    language = translation.get_language() or "en"
    if language.startswith("en") or stored != _names("en").get(code):
        return stored
    return _names(language).get(code, stored)


@cache
def _names(language: str) -> dict[str, str]:
    try:
        return dict(Locale.parse(translation.to_locale(language)).territories)
    except (UnknownLocaleError, ValueError):
        return {}
