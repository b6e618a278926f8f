"""Countries and areas with their regions, official languages and time zones, to choose jurisdictions from.

Codes are ISO 3166-1 alpha-2. Regions are the sub-regions of the United Nations' M49 standard ("Standard country or
area codes for statistical use", https://unstats.un.org/unsd/methodology/m49/). Names, official languages and time
zones come from the Unicode CLDR as Babel carries it.
"""

from dataclasses import dataclass
from functools import cache

from babel.core import get_global
from babel.languages import get_official_languages

from portal.languages.countries import territory_name

# M49 code of the sub-region -> its countries and areas that have an ISO 3166-1 code.
SUBREGIONS = {
    "015": "DZ EG EH LY MA SD TN",
    "014": "BI DJ ER ET IO KE KM MG MU MW MZ RE RW SC SO SS TF TZ UG YT ZM ZW",
    "017": "AO CD CF CG CM GA GQ ST TD",
    "018": "BW LS NA SZ ZA",
    "011": "BF BJ CI CV GH GM GN GW LR ML MR NE NG SH SL SN TG",
    "029": "AG AI AW BB BL BQ BS CU CW DM DO GD GP HT JM KN KY LC MF MQ MS PR SX TC TT VC VG VI",
    "013": "BZ CR GT HN MX NI PA SV",
    "005": "AR BO BR BV CL CO EC FK GF GS GY PE PY SR UY VE",
    "021": "BM CA GL PM US",
    "143": "KG KZ TJ TM UZ",
    "030": "CN HK JP KP KR MN MO",
    "035": "BN ID KH LA MM MY PH SG TH TL VN",
    "034": "AF BD BT IN IR LK MV NP PK",
    "145": "AE AM AZ BH CY GE IL IQ JO KW LB OM PS QA SA SY TR YE",
    "151": "BG BY CZ HU MD PL RO RU SK UA",
    "154": "AX DK EE FI FO GB GG IE IM IS JE LT LV NO SE SJ",
    "039": "AD AL BA ES GI GR HR IT ME MK MT PT RS SI SM VA",
    "155": "AT BE CH DE FR LI LU MC NL",
    "053": "AU CC CX HM NF NZ",
    "054": "FJ NC PG SB VU",
    "057": "FM GU KI MH MP NR PW UM",
    "061": "AS CK NU PF PN TK TO TV WF WS",
    "AQ": "AQ",
}
REGION_OF = {code: region for region, codes in SUBREGIONS.items() for code in codes.split()}


@dataclass(frozen=True)
class Country:
    """What a new jurisdiction takes over from its country. `timezone` is "" where there are several."""

    code: str
    name: str
    region: str
    languages: list[str]
    timezone: str


def country(code: str) -> Country:
    """The country with that code; names are in English, as they are stored. Raises KeyError."""
    zones = time_zones(code)
    return Country(
        code=code,
        name=territory_name(code, "en"),
        region=territory_name(REGION_OF[code], "en"),
        languages=[
            language for language in get_official_languages(code, de_facto=True) if len(language) <= 12
        ],
        timezone=zones[0] if len(zones) == 1 else "",
    )


@cache
def time_zones(code: str) -> tuple[str, ...]:
    """The time zones of a country, in the order of their names."""
    return tuple(
        sorted(zone for zone, territory in get_global("zone_territories").items() if territory == code)
    )


def find_codes(text: str, languages: list[str]) -> tuple[list[str], list[str]]:
    """Codes of the countries named in `text`, by code or by name in any of the languages, and what is unknown.

    Names are separated by commas, semicolons or lines, also by those of Arabic and Chinese.
    """
    names = {
        territory_name(code, language).casefold(): code for code in REGION_OF for language in languages
    } | {code.casefold(): code for code in REGION_OF}
    codes, unknown = [], []
    for separator in ",;،؛，、；":
        text = text.replace(separator, "\n")
    for line in text.splitlines():
        typed = " ".join(line.split())
        if not typed:
            continue
        code = names.get(typed.casefold())
        if code is None:
            unknown.append(typed)
        elif code not in codes:
            codes.append(code)
    return codes, unknown
