"""The list of countries that jurisdictions are chosen from."""

import pytest
from django.utils import translation

from participants.directory.countries import REGION_OF, SUBREGIONS, country, find_codes, time_zones
from portal.languages.countries import region_name, territory_name


def test_the_list_has_every_country_and_area_of_the_m49_standard_once():
    codes = [code for codes in SUBREGIONS.values() for code in codes.split()]

    assert len(codes) == len(set(codes)) == len(REGION_OF) == 248


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "ru", "zh-hans"])
def test_every_country_and_region_has_a_name_in_each_language(language):
    for code in [*REGION_OF, *SUBREGIONS]:
        assert territory_name(code, language) != code


def test_a_country_brings_its_region_languages_and_time_zone():
    fiji = country("FJ")

    assert (fiji.name, fiji.region, fiji.timezone) == ("Fiji", "Melanesia", "Pacific/Fiji")
    assert "en" in fiji.languages
    assert country("KI").timezone == ""  # three zones: somebody has to choose
    assert len(time_zones("KI")) == 3


def test_names_and_codes_are_found_in_any_language_and_the_rest_is_listed():
    codes, unknown = find_codes(
        "Fiji; TO, Îles Salomon\nساموا، 瓦努阿图\nKiribatti, fj", ["en", "fr", "ar", "zh-hans"]
    )

    assert codes == ["FJ", "TO", "SB", "WS", "VU"]
    assert unknown == ["Kiribatti"]


def test_only_names_of_the_standard_are_translated():
    with translation.override("fr"):
        assert region_name("Western Africa") == "Afrique occidentale"
        assert region_name("Pacific circuit") == "Pacific circuit"
