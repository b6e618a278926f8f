"""Time zones for form fields, by the name of a city: Africa/Dakar, Pacific/Fiji."""

import zoneinfo
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

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


def zone_choices(usual: Iterable[str]) -> list[Any]:
    """The choices of a time zone with the usual ones first, such as those of the jurisdictions concerned."""
    names = dict(ZONES)
    first = [(zone, names[zone]) for zone in dict.fromkeys(usual) if zone in names]
    return [(_("Usual here"), first), (_("All time zones"), ZONES)] if first else [*ZONES]


_providers: list[Callable[[], Iterable[str]]] = []


def register_local_zones(provider: Callable[[], Iterable[str]]) -> None:
    """`provider()` returns the zones in which the installation works; forms offer them first."""
    if provider not in _providers:
        _providers.append(provider)


def local_zone_choices() -> list[Any]:
    """The choices with the zones of the installation and of the reader first.

    Pass the function itself as `choices`, so that each form reads the zones again.
    """
    local = {zone for provider in _providers for zone in provider()}
    return zone_choices(sorted({*local, timezone.get_current_timezone_name()}))


@cache
def zones_of_country(code: str) -> tuple[str, ...]:
    """The time zones of a country by its ISO 3166 code, from the Unicode CLDR."""
    territories = get_global("zone_territories")
    known = {name for name, _label in ZONES}
    return tuple(
        sorted(zone for zone, territory in territories.items() if territory == code and zone in known)
    )
