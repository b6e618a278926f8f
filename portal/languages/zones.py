"""Time zones for form fields, by the name of a city: Africa/Dakar, Pacific/Fiji."""

import zoneinfo
from functools import cache

from babel import Locale, UnknownLocaleError
from django.utils import translation

# Names of offsets and of countries, which exist for old programs only.
DEPRECATED = ("Etc/", "US/", "Brazil/", "Canada/", "Chile/", "Mexico/")
ZONES = [
    (name, name.replace("_", " "))
    for name in sorted(zoneinfo.available_timezones())
    if name == "UTC" or ("/" in name and not name.startswith(DEPRECATED))
]


@cache
def city_name(zone: str, language: str, default: str) -> str:
    """The city of a time zone in the language, from the Unicode CLDR as Babel carries it, or `default`."""
    try:
        zones = Locale.parse(translation.to_locale(language)).time_zones
    except (UnknownLocaleError, ValueError):
        return default
    return str(zones.get(zone, {}).get("city", default))
