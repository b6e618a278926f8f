"""Content that people entered has a direction of its own on every page, whatever the language of the page.

Arabic text is planted into the titles, names and texts of the demonstration. On an English page it must be inside an
element with `dir="auto"` or a `<bdi>`: without them, punctuation and numbers beside it move to the wrong side.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, models, transaction
from psycopg2.sql import SQL, Identifier

from tests import access

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
                            SQL("UPDATE {table} SET {column} = 'عربي ' || {key} WHERE {column} <> ''").format(
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
    """Collects (path of elements, text) of Arabic text without a direction of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
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
        if ARABIC.search(BETWEEN_ISOLATES.sub("", data)) and not any(
            tag in ISOLATED or attrs.get("dir") in ("auto", "rtl") or attrs.get("lang") == "ar"
            for tag, attrs in self.open
            if tag not in ("html", "body")
        ):
            path = " > ".join(tag for tag, _attrs in self.open[-4:])
            self.found.append((path, " ".join(data.split())[:60]))


def pages() -> Iterator[tuple[str, str, str]]:
    """(reader, name of the URL, HTML) of every page that each reader may see."""
    demo = access.DemoSite()
    plant()
    for name, pattern in access.patterns():
        if name.startswith("api:") or "logout" in name or name == "choose_language":
            continue
        address = demo.address(name, pattern)
        for reader in READERS:
            cache.clear()
            response = demo.clients[reader].get(address, HTTP_ACCEPT_LANGUAGE="en")
            if response.streaming:
                b"".join(response.streaming_content)  # otherwise the file stays open
            elif response.status_code == 200 and "html" in response.get("Content-Type", ""):
                yield reader, name, response.content.decode()


@pytest.mark.db
def test_content_has_a_direction_of_its_own_on_every_page(db):
    isolation_errors = set()
    for _reader, name, html in pages():
        reader = Reader()
        reader.feed(html)
        isolation_errors |= {f"{name}: {path}: {text}" for path, text in reader.found}

    assert isolation_errors == set()
