"""Numbers, dates and times are written with the digits and separators of the active language."""

import datetime
import re
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages import pofile
from django.conf import settings
from django.template import Context, Template
from django.utils import translation

from portal.figures.formatting import rounded
from portal.languages.numbers import date_format, digits, interpolate, localize, number_format, time_format


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["1,902", "1,902.50", "2026"]),
        ("fr", ["1\u202f902", "1\u202f902,50", "2026"]),
        ("ar", ["١٬٩٠٢", "١٬٩٠٢٫٥٠", "٢٠٢٦"]),
    ],
)
def test_numbers_have_the_separators_and_digits_of_the_language(language, expected):
    with translation.override(language):
        assert [number_format(1902), rounded(Decimal("1902.5"), 2), digits(2026)] == expected


def test_dates_and_times_are_in_arabic_digits():
    with translation.override("ar"):
        assert date_format(datetime.date(2026, 12, 10)) == "١٠ ديسمبر ٢٠٢٦"
        assert time_format(datetime.time(9, 5), "H:i") == "٠٩:٠٥"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (7, "٧"),
        (Decimal("2.5"), "٢٫٥"),
        (datetime.date(2026, 12, 1), "١ ديسمبر ٢٠٢٦"),
        ("Cohort 2", "Cohort 2"),
        (True, True),
    ],
)
def test_text_keeps_its_digits(value, expected):
    with translation.override("ar"):
        assert localize(value) == expected


def test_sentence_gets_its_numbers_in_the_digits_of_the_language():
    values = {"n": 1902, "share": Decimal("0.5"), "day": datetime.date(2026, 12, 1), "title": "Cohort 2"}
    with translation.override("ar"):
        filled = interpolate("%(n)d %(share)s %(day)s %(title)s", **values)
    assert filled == "١٩٠٢ ٠٫٥ ١ ديسمبر ٢٠٢٦ Cohort 2"


def test_sentence_in_english_is_as_with_the_percent_operator():
    assert interpolate("%(n)s of %(all)d%%", n=1902, all=2000) == "1902 of 2000%"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ n|number }} {{ n|digits }}", "١٬٩٠٢ ١٩٠٢"),
        ('{{ day|date:"DATE_FORMAT" }}', "١ ديسمبر ٢٠٢٦"),
        ("<time datetime=\"{{ day|date:'c' }}\">", '<time datetime="2026-12-01">'),
        ("{{ share|floatformat:1 }}", "٠٫٥"),
        ("{% blocktranslate with title=name %}{{ n }} {{ title }}{% endblocktranslate %}", "١٬٩٠٢ Cohort 2"),
        ("{% blocktranslate count n=n %}{{ n }} x{% plural %}{{ n }} y{% endblocktranslate %}", "١٬٩٠٢ y"),
        ('<input value="{{ k }}">', '<input value="3">'),
    ],
)
def test_templates_write_numbers_in_text_in_the_digits_of_the_language(source, expected):
    values = {
        "n": 1902,
        "k": 3,
        "share": Decimal("0.5"),
        "day": datetime.date(2026, 12, 1),
        "name": "Cohort 2",
    }
    with translation.override("ar"):
        assert Template(source).render(Context(values)) == expected


def test_no_template_loads_the_tags_of_django_that_write_other_digits():
    paths = [path for path in (Path(settings.BASE_DIR) / "templates").rglob("*.*") if path.is_file()]
    loads_i18n = re.compile(r"\{% load [^%]*\bi18n\b")
    assert [path.name for path in paths if loads_i18n.search(path.read_text(encoding="utf-8"))] == []


def test_arabic_translations_are_written_in_arabic_digits():
    """Placeholders, codes in Latin letters and text between isolates may contain 0 to 9."""
    with (settings.BASE_DIR / "locale" / "ar" / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalog = pofile.read_po(file, locale="ar")
    allowed = re.compile(
        "[\u2066\u2068][^\u2069]*\u2069|%\\(\\w+\\)[sd]|\\{[^}]*\\}|[A-Za-z][\\w.-]*(?:\\) ?| )?[0-9][\\w.-]*"
    )
    texts = [
        text
        for message in catalog
        if message.id
        for text in ([message.string] if isinstance(message.string, str) else message.string)
    ]
    assert [text for text in texts if re.search("[0-9%]", allowed.sub("", text))] == []
