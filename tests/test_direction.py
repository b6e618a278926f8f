"""On every page, content that people entered has a direction of its own, and Arabic text has Arabic digits.

Arabic text is planted into the titles, names and texts of the demonstration. On an English page it must be inside an
element with `dir="auto"` or a `<bdi>`: without them, punctuation and numbers beside it move to the wrong side. On an
Arabic page a digit 0 to 9 in text shows a number that was not formatted by `portal.languages.numbers`.
"""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, models, transaction
from psycopg2.sql import SQL, Identifier

from participants.accounts.models import User
from tests import access

Element = tuple[str, dict[str, str | None]]
APPS = ("portal", "participants", "assessments", "programs", "evaluations")

FIELDS = re.compile(
    r"(title|name|full_name|statement|summary|description|text|body|note|reason|practice|office|function|organisation"
    r"|topics|contribution|display_name|evidence|measured_by|remedy_text|venue|place|purpose|legal_basis)$"
)
# Their texts have stored languages or belong to the portal.
NOT_PLANTED = {"Question", "Choice", "ChoiceList", "StoredFile", "OutgoingMail", "Notice", "Job"}
NOT_CLOSED = {
    "meta",
    "link",
    "input",
    "br",
    "col",
    "hr",
    "img",
    "rect",
    "line",
    "circle",
    "path",
    "use",
    "polyline",
}
# A browser shows these without markup, takes the direction of their own text, or isolates it.
ISOLATED = {"title", "option", "textarea", "script", "style", "bdi", "text"}
BETWEEN_ISOLATES = re.compile("\u2068[^\u2069]*\u2069")
ARABIC = re.compile("[\u0600-\u06ff]")
# The key makes the text unique; its digits become letters, because planted text must not look like a number.
PLANTED = """
    UPDATE {table} SET {column} = 'عربي ' || translate({key}::text, '0123456789', 'abcdefghij') WHERE {column} <> ''
"""
# Codes, also before a planted title, addresses, and standards such as ISO 3166 keep 0 to 9.
OTHER_TEXT = re.compile(
    "[\u2066\u2068][^\u2069]*\u2069|[A-Za-z][\\w.@/:+-]*(?:\\) ?| )?[0-9][\\w.-]*|[0-9.]+(?= عربي)"
)
DIGIT = re.compile("[0-9]")
LATIN = re.compile("[A-Za-z]")
READERS = ("coordinator", "the judge", "focal point", "evaluator")


def plant() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL session_replication_role = replica"
        )  # without history and append-only triggers
        for model in apps.get_models():
            if model._meta.app_label not in APPS or model.__name__.endswith("Event"):
                continue
            if model.__name__ in NOT_PLANTED:
                continue
            for field in model._meta.concrete_fields:
                if _is_free_text(field):
                    with transaction.atomic():
                        cursor.execute(
                            SQL(PLANTED).format(
                                table=Identifier(model._meta.db_table),
                                column=Identifier(field.column),
                                key=Identifier(model._meta.pk.column),
                            )
                        )
        cursor.execute("SET LOCAL session_replication_role = origin")


def _is_free_text(field: models.Field) -> bool:
    is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
    return is_text and bool(FIELDS.match(field.name)) and (field.max_length or 200) >= 20


class Reader(HTMLParser):
    """Calls `is_wrong` for each text of a page; collects (path of elements, text) of the wrong ones."""

    def __init__(self, is_wrong: Callable[[str, list[Element]], bool]) -> None:
        super().__init__()
        self.is_wrong = is_wrong
        self.open: list[Element] = []
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in NOT_CLOSED:
            self.open.append((tag, dict(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place][0] == tag:
                del self.open[place:]
                return

    def handle_data(self, data: str) -> None:
        if self.is_wrong(data, self.open):
            path = " > ".join(tag for tag, _attrs in self.open[-4:])
            self.found.append((path, " ".join(data.split())[:60]))


def without_direction(text: str, elements: list[Element]) -> bool:
    """Whether Arabic text on an English page has no direction of its own."""
    return bool(ARABIC.search(BETWEEN_ISOLATES.sub("", text))) and not any(
        tag in ISOLATED or attrs.get("dir") in ("auto", "rtl") or attrs.get("lang") == "ar"
        for tag, attrs in elements
        if tag not in ("html", "body")
    )


def with_other_digits(text: str, elements: list[Element]) -> bool:
    """Whether text of an Arabic page has digits of another language, outside of codes and of what people entered."""
    if LATIN.search(text) and not ARABIC.search(text):
        return False  # text of another language
    return bool(DIGIT.search(OTHER_TEXT.sub("", text))) and not any(
        tag in ("bdi", "code", "script", "style", "textarea")
        or attrs.get("dir") in ("ltr", "auto")
        or attrs.get("lang") not in (None, "ar")
        or "code" in (attrs.get("class") or "").split()
        for tag, attrs in elements
    )


def wrong_texts(html: str, is_wrong: Callable[[str, list[Element]], bool]) -> set[str]:
    reader = Reader(is_wrong)
    reader.feed(html)
    return {f"{path}: {text}" for path, text in reader.found}


def pages(demo: access.DemoSite, language: str) -> Iterator[tuple[str, str]]:
    """(name of the URL, HTML) of every page that each reader may see, in the language."""
    User.objects.update(language=language)
    for name, pattern in access.patterns():
        if name.startswith("api:") or "logout" in name or name == "choose_language":
            continue
        address = demo.address(name, pattern)
        for reader in READERS:
            cache.clear()
            response = demo.clients[reader].get(address, HTTP_ACCEPT_LANGUAGE=language)
            if response.streaming:
                b"".join(response.streaming_content)  # otherwise the file stays open
            elif response.status_code == 200 and "html" in response.get("Content-Type", ""):
                yield name, response.content.decode()


@pytest.mark.db
def test_content_has_its_own_direction_and_arabic_pages_have_arabic_digits(db):
    demo = access.DemoSite()
    plant()

    english = {
        f"{name}: {text}" for name, html in pages(demo, "en") for text in wrong_texts(html, without_direction)
    }
    arabic = {
        f"{name}: {text}" for name, html in pages(demo, "ar") for text in wrong_texts(html, with_other_digits)
    }

    assert english == set()
    assert arabic == set()
