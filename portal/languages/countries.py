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


def territory_name(code: str, language: str) -> str:
    """The CLDR name of a country or of a region of the M49 standard in that language; the code if it has none."""
    return _names(language).get(code, code)


def region_name(stored: str) -> str:
    """The name of a region in the active language, if `stored` is CLDR's English name of a region."""
    language = translation.get_language() or "en"
    code = _region_codes().get(stored)
    return territory_name(code, language) if code else stored


@cache
def _region_codes() -> dict[str, str]:
    """CLDR's English names of regions -> their M49 codes, which are numbers."""
    return {name: code for code, name in _names("en").items() if code.isdigit()}
