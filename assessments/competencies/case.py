"""Reading a 1EdTech CASE package (v1.0): every error with its path, before anything is stored. Pure: no Django.

    CFPackage {CFDocument, CFItems[], CFAssociations[]}

An item that hangs from the document is a domain, one that hangs from a domain a competency, one that hangs from a
competency a behavioural indicator. `CFItemType` "Proficiency level" makes an item a level, whose rank stands in
`listEnumeration`. What CASE has no place for (translations, order, the kind of a mapping) stands in `extensions`
under "portal", which other readers leave aside.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

MAX_BYTES = 5_000_000
MAX_ITEMS = 3_000
MAX_ASSOCIATIONS = 10_000
SHOWN_ERRORS = 200
STATEMENT, CODE, TITLE, LEVEL_TITLE, NUMBER = 300, 20, 200, 80, 12
LEVEL_TYPE = "proficiency level"
TYPES = frozenset({
    "isChildOf", "isPeerOf", "isPartOf", "exactMatchOf", "precedes", "isRelatedTo", "replacedBy", "exemplar",
    "hasSkillLevel",
})  # fmt: skip
KINDS = frozenset({"exact", "close", "broader", "narrower", "related", "replaced_by"})


@dataclass(frozen=True)
class Flaw:
    """What is wrong, and where: `path` as CFItems[3].identifier, `code` for its words, `detail` to fill them."""

    path: str
    code: str
    detail: str = ""


class CasePackageError(Exception):
    """`flaws` holds every one found, the first 200."""

    def __init__(self, flaws: list[Flaw]) -> None:
        self.flaws = flaws[:SHOWN_ERRORS]
        super().__init__(f"{len(flaws)} flaws")


Texts = dict[str, dict[str, str]]  # language -> {"statement" or "title", "status"}


@dataclass
class Item:
    """One item: `kind` is domain, competency, behaviour or level."""

    path: str
    identifier: UUID
    statement: str
    code: str = ""
    kind: str = ""
    parent: UUID | None = None
    position: int = 0
    rank: int | None = None
    texts: Texts = field(default_factory=dict)


@dataclass
class Mapping:
    origin: UUID
    target: UUID
    kind: str


@dataclass
class Package:
    identifier: UUID
    title: str
    number: str
    items: list[Item] = field(default_factory=list)
    mappings: list[Mapping] = field(default_factory=list)


def read(content: bytes, *, languages: Collection[str]) -> Package:
    """The package in a file; `languages` are those that a translation may have. Raises CasePackageError."""
    reader = _Reader(languages)
    package = reader.package(_json(content))
    if reader.flaws or package is None:
        raise CasePackageError(reader.flaws)
    return package


def _json(content: bytes) -> Any:
    if len(content) > MAX_BYTES:
        raise CasePackageError([Flaw("", "too_large", str(MAX_BYTES))])
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise CasePackageError([Flaw("", "not_utf8")]) from error
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", "")
        raise CasePackageError([Flaw("", "not_json", str(line))]) from error


def _refuse_constant(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity are no JSON


class _Reader:
    def __init__(self, languages: Collection[str]) -> None:
        self.languages = languages
        self.flaws: list[Flaw] = []

    # --- single values --------------------------------------------------------------------------------
    def flaw(self, path: str, code: str, detail: str = "") -> None:
        self.flaws.append(Flaw(path, code, detail[:80]))

    def text(self, row: dict[str, Any], path: str, name: str, most: int, *, required: bool = True) -> str:
        value = row.get(name)
        if value is None or value == "":
            if required:
                self.flaw(f"{path}.{name}", "missing")
            return ""
        if not isinstance(value, str):
            self.flaw(f"{path}.{name}", "not_text")
            return ""
        if len(value) > most:
            self.flaw(f"{path}.{name}", "too_long", str(most))
        if "\x00" in value or any(0xD800 <= ord(sign) <= 0xDFFF for sign in value):
            self.flaw(f"{path}.{name}", "not_text")
            return ""
        return value.strip()

    def uuid(self, value: Any, path: str) -> UUID | None:
        try:
            if isinstance(value, str) and len(value) == 36:
                return UUID(value)
        except ValueError:
            pass
        self.flaw(path, "not_uuid")
        return None

    def moment(self, row: dict[str, Any], path: str) -> None:
        value = self.text(row, path, "lastChangeDateTime", 40)
        if value:
            try:
                datetime.fromisoformat(value)
            except ValueError:
                self.flaw(f"{path}.lastChangeDateTime", "not_a_time")

    def rows(self, whole: dict[str, Any], name: str, most: int) -> list[tuple[str, dict[str, Any]]]:
        value = whole.get(name)
        if not isinstance(value, list):
            self.flaw(name, "not_a_list")
            return []
        if len(value) > most:
            self.flaw(name, "too_many", str(most))
            return []
        found = []
        for n, row in enumerate(value):
            if isinstance(row, dict):
                found.append((f"{name}[{n}]", row))
            else:
                self.flaw(f"{name}[{n}]", "not_an_object")
        return found

    # --- the parts ------------------------------------------------------------------------------------
    def package(self, whole: Any) -> Package | None:
        if not isinstance(whole, dict):
            self.flaw("", "not_an_object")
            return None
        package = self.document(whole.get("CFDocument"))
        items = {
            item.identifier: item
            for path, row in self.rows(whole, "CFItems", MAX_ITEMS)
            if (item := self.item(row, path)) is not None
        }
        self.no_twins(whole)
        links = self.rows(whole, "CFAssociations", MAX_ASSOCIATIONS)
        if package is None:
            return None
        package.items = list(items.values())
        self.associations(package, items, links)
        self.kinds(package.items, items, package.identifier)
        self.codes(package.items)
        return package

    def document(self, row: Any) -> Package | None:
        if not isinstance(row, dict):
            self.flaw("CFDocument", "missing" if row is None else "not_an_object")
            return None
        identifier = self.uuid(row.get("identifier"), "CFDocument.identifier")
        title = self.text(row, "CFDocument", "title", TITLE)
        self.text(row, "CFDocument", "uri", 2000)
        self.text(row, "CFDocument", "creator", 500)
        number = self.text(row, "CFDocument", "version", NUMBER, required=False)
        self.moment(row, "CFDocument")
        return Package(identifier, title, number) if identifier else None

    def item(self, row: dict[str, Any], path: str) -> Item | None:
        identifier = self.uuid(row.get("identifier"), f"{path}.identifier")
        is_level = str(row.get("CFItemType") or "").strip().casefold() == LEVEL_TYPE
        statement = self.text(row, path, "fullStatement", LEVEL_TITLE if is_level else STATEMENT)
        code = self.text(row, path, "humanCodingScheme", CODE, required=False)
        self.text(row, path, "uri", 2000)
        self.moment(row, path)
        if identifier is None:
            return None
        item = Item(path, identifier, statement, code, "level" if is_level else "")
        if is_level:
            item.rank = self.rank(row.get("listEnumeration"), f"{path}.listEnumeration")
        self.extensions(row.get("extensions"), f"{path}.extensions", item, name="title" if is_level else "statement",
                        most=LEVEL_TITLE if is_level else STATEMENT)  # fmt: skip
        return item

    def rank(self, value: Any, path: str) -> int | None:
        if isinstance(value, str) and value in ("1", "2", "3", "4"):
            return int(value)
        self.flaw(path, "not_a_rank")
        return None

    def extensions(self, value: Any, path: str, item: Item, *, name: str, most: int) -> None:
        """Our own words only; whatever others put there is left aside."""
        own = value.get("portal") if isinstance(value, dict) else None
        if own is None:
            return
        if not isinstance(own, dict):
            self.flaw(f"{path}.portal", "not_an_object")
            return
        position = own.get("position", 0)
        if isinstance(position, bool) or not isinstance(position, int) or not 0 <= position <= 32_000:
            self.flaw(f"{path}.portal.position", "not_a_position")
        else:
            item.position = position
        level = own.get("level")
        if level is not None:
            if level in (1, 2, 3, 4) and not isinstance(level, bool):
                item.rank = level
            else:
                self.flaw(f"{path}.portal.level", "not_a_rank")
        texts = own.get("texts", {})
        if not isinstance(texts, dict):
            self.flaw(f"{path}.portal.texts", "not_an_object")
            return
        for language, words in texts.items():
            self.translation(language, words, f"{path}.portal.texts.{str(language)[:12]}", item, name, most)

    def translation(self, language: str, words: Any, path: str, item: Item, name: str, most: int) -> None:
        if language not in self.languages:
            self.flaw(path, "unknown_language", str(language))
            return
        if not isinstance(words, dict):
            self.flaw(path, "not_an_object")
            return
        text = self.text(words, path, name, most)
        status = words.get("status", "complete")
        if status not in ("draft", "complete", "outdated"):
            self.flaw(f"{path}.status", "unknown_status")
        elif text:
            item.texts[language] = {name: text, "status": status}

    def no_twins(self, whole: dict[str, Any]) -> None:
        seen: dict[str, str] = {}
        for name in ("CFItems", "CFAssociations"):
            rows = whole.get(name)
            for n, row in enumerate(rows if isinstance(rows, list) else []):
                value = row.get("identifier") if isinstance(row, dict) else None
                if isinstance(value, str):
                    first = seen.setdefault(value.casefold(), f"{name}[{n}]")
                    if first != f"{name}[{n}]":
                        self.flaw(f"{name}[{n}].identifier", "twice", first)

    def associations(
        self, package: Package, items: dict[UUID, Item], links: list[tuple[str, dict[str, Any]]]
    ) -> None:
        for path, row in links:
            self.uuid(row.get("identifier"), f"{path}.identifier")
            self.text(row, path, "uri", 2000)
            self.moment(row, path)
            kind = self.text(row, path, "associationType", 40)
            if kind and kind not in TYPES:
                self.flaw(f"{path}.associationType", "unknown_type", kind)
            origin = self.node(row.get("originNodeURI"), f"{path}.originNodeURI")
            target = self.node(row.get("destinationNodeURI"), f"{path}.destinationNodeURI")
            if origin is None or target is None:
                continue
            if kind == "isChildOf":
                self.hang(package, items, origin, target, path, row)
            elif kind in ("exactMatchOf", "replacedBy", "isRelatedTo"):
                package.mappings.append(Mapping(origin, target, self.mapping(kind, row, path)))

    def node(self, value: Any, path: str) -> UUID | None:
        if not isinstance(value, dict):
            self.flaw(path, "missing" if value is None else "not_an_object")
            return None
        self.text(value, path, "uri", 2000)
        self.text(value, path, "title", 2000)
        return self.uuid(value.get("identifier"), f"{path}.identifier")

    def mapping(self, kind: str, row: dict[str, Any], path: str) -> str:
        extensions = row.get("extensions")
        own = extensions.get("portal") if isinstance(extensions, dict) else None
        said = own.get("kind") if isinstance(own, dict) else None
        if said is not None and said not in KINDS:
            self.flaw(f"{path}.extensions.portal.kind", "unknown_type", str(said))
        return str(
            said or {"exactMatchOf": "exact", "replacedBy": "replaced_by", "isRelatedTo": "related"}[kind]
        )

    def hang(
        self, package: Package, items: dict[UUID, Item], origin: UUID, target: UUID, path: str,
        row: dict[str, Any],
    ) -> None:  # fmt: skip
        item = items.get(origin)
        if item is None:
            self.flaw(f"{path}.originNodeURI.identifier", "unknown_item")
            return
        if target != package.identifier and target not in items:
            self.flaw(f"{path}.destinationNodeURI.identifier", "unknown_item")
            return
        if item.parent is not None:
            self.flaw(f"{path}.originNodeURI.identifier", "two_parents")
            return
        item.parent = target
        sequence = row.get("sequenceNumber")
        if not item.position and isinstance(sequence, int) and 0 <= sequence <= 32_000:
            item.position = sequence

    def kinds(self, rows: list[Item], items: dict[UUID, Item], document: UUID) -> None:
        """Domain, competency or behaviour by how deep an item hangs; every item hangs from the document in the end."""
        names = {1: "domain", 2: "competency", 3: "behaviour"}
        ranks: dict[int, str] = {}
        for item in rows:
            if item.kind == "level":
                if item.rank is not None and ranks.setdefault(item.rank, item.path) != item.path:
                    self.flaw(f"{item.path}.listEnumeration", "twice", ranks[item.rank])
                continue
            depth, above = 1, item.parent
            while above is not None and above != document and depth <= len(names):
                depth, above = depth + 1, items[above].parent
            if above is None:
                self.flaw(item.path, "hangs_from_nothing")
            elif above != document:
                self.flaw(item.path, "too_deep_or_a_circle")
            else:
                item.kind = names[depth]

    def codes(self, rows: list[Item]) -> None:
        """A code of its own for each domain and competency: those without one are numbered."""
        named = [item for item in rows if item.kind in ("domain", "competency")]
        seen: dict[str, str] = {}
        for item in named:
            if item.code and seen.setdefault(item.code, item.path) != item.path:
                self.flaw(f"{item.path}.humanCodingScheme", "twice", seen[item.code])
        number: dict[UUID | None, int] = defaultdict(int)
        next_code: Callable[[], str] = iter(f"N{n}" for n in range(1, len(named) * 2 + 2)).__next__
        for item in named:
            number[item.parent] += 1
            item.position = item.position or number[item.parent]
            while not item.code:
                code = next_code()
                item.code = "" if code in seen else code
                seen.setdefault(code, item.path)
