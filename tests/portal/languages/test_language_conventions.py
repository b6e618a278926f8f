"""Each language's own names, signs and dates where values stand side by side."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import timezone, translation
from django.utils.formats import date_format

from portal.languages.countries import country_name

TEMPLATES = Path(settings.BASE_DIR) / "templates"
SENTENCES = re.compile(r"{% blocktranslate.*?{% endblocktranslate %}", re.DOTALL)
BETWEEN_VALUES = re.compile(r"(?:}}|%}|</\w+>)\s*[,;:](?=\s|<)")


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "Fiji"), ("fr", "Fidji"), ("es", "Fiyi"), ("ar", "فيجي"), ("ru", "Фиджи"), ("zh-hans", "斐济")],
)
def test_a_country_has_its_name_in_the_readers_language(language, name):
    with translation.override(language):
        assert country_name("FJ", "Fiji") == name


def test_a_name_that_the_installation_chose_is_kept_in_every_language():
    with translation.override("fr"):
        assert country_name("FJ", "Republic of Fiji") == "Republic of Fiji"
        assert country_name("CARICOM", "Caribbean Community") == "Caribbean Community"


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "75%"), ("fr", "75\u00a0%"), ("es", "75\u00a0%"), ("ru", "75\u00a0%"), ("zh-hans", "75%")],
)
def test_the_percent_sign_has_the_space_of_the_language(language, text):
    with translation.override(language):
        assert Template("{{ share|percent }}").render(Context({"share": Decimal("0.75")})) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "5 Dec 2026"), ("fr", "5 déc. 2026"), ("es", "5 diciembre 2026"), ("ru", "05.12.2026")],
)
def test_a_short_date_has_the_shape_of_the_language(language, text):
    with translation.override(language):
        assert date_format(date(2026, 12, 5), "SHORT_DATE_FORMAT") == text


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "5 December 2026, 09:30"), ("ar", "5 ديسمبر 2026، 09:30"), ("zh-hans", "2026年12月5日 09:30")],
)
def test_date_and_time_are_separated_by_the_sign_of_the_language(language, text):
    with translation.override(language):
        assert date_format(datetime(2026, 12, 5, 9, 30), "DATETIME_FORMAT") == text  # noqa: DTZ001


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "5 December 2026, 21:30 Fiji"),
        ("ar", "٥ ديسمبر ٢٠٢٦، ٢١:٣٠ فيجي"),
        ("ru", "5 декабря 2026, 21:30 Фиджи"),
    ],
)
def test_a_time_is_shown_with_the_city_in_the_readers_language(language, text):
    with translation.override(language), timezone.override("Pacific/Fiji"):
        shown = Template("{% ui_when moment 'Pacific/Fiji' %}").render(
            Context({"moment": datetime(2026, 12, 5, 9, 30, tzinfo=UTC)})
        )
        assert text in shown


@pytest.mark.parametrize(("language", "text"), [("en", "44 kB"), ("fr", "44 ko"), ("ar", "٤٤ كيلوبايت")])
def test_a_file_size_has_the_unit_of_the_language(language, text):
    with translation.override(language):
        assert Template("{{ size|file_size }}").render(Context({"size": 44_100})) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "A, B; C: D"), ("fr", "A, B\u00a0; C\u00a0: D"), ("ar", "A، B؛ C: D"), ("zh-hans", "A、B；C：D")],
)
def test_values_are_separated_by_the_signs_of_the_language(language, text):
    page = Template("A{% ui_comma %}B{% ui_semicolon %}C{% ui_colon %}D")
    with translation.override(language):
        assert page.render(Context()) == text


def test_no_template_separates_values_by_latin_signs():
    """`{% ui_comma %}`, `{% ui_semicolon %}` and `{% ui_colon %}` follow the language."""
    wrong = [
        f"{path.relative_to(TEMPLATES)}: {match.group()!r}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        if path.parent.name != "ui" and "mail" not in path.parts and "documents" not in path.parts
        for match in BETWEEN_VALUES.finditer(SENTENCES.sub("", path.read_text()))
    ]

    assert wrong == []
