"""Read a 1EdTech CASE package (v1.0) and report every issue with its path before anything is stored. Pure: no
Django.

CFPackage {CFDocument, CFItems[], CFAssociations[]}

A child of the document is a domain, a child of a domain a competency, a child of a competency a behavioural
indicator. `CFItemType` "Proficiency level" makes an item a level, whose rank is in `listEnumeration`; "Level
descriptor" makes a child of a competency the descriptor of a level, which the extension or an association
hasSkillLevel names; "Role profile" makes it a role. Data that CASE has no field for (translations, order, the
kind of a mapping, the levels that a role requires) is in `extensions` under "portal", which other tools ignore.
"""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from assessments.competencies.case_exchange.hierarchy import hierarchy_issues
from assessments.competencies.case_exchange.package import (
    APART,
    DESCRIPTOR_TYPE,
    CasePackageError,
    Item,
    Mapping,
    Package,
    PackageIssue,
)
from assessments.competencies.case_exchange.unsupported import unsupported_elements

__all__ = ["CasePackageError", "Item", "Mapping", "Package", "PackageIssue", "read"]

MAX_BYTES = 5_000_000
MAX_ITEMS = 3_000
MAX_ASSOCIATIONS = 10_000
STATEMENT, CODE, TITLE, LEVEL_TITLE, NUMBER = 300, 20, 200, 80, 12
TYPES = frozenset({
    "isChildOf", "isPeerOf", "isPartOf", "exactMatchOf", "precedes", "isRelatedTo", "replacedBy", "exemplar",
    "hasSkillLevel",
})  # fmt: skip
KINDS = frozenset({"exact", "close", "broader", "narrower", "related", "replaced_by"})


def read(content: bytes, *, languages: Collection[str]) -> Package:
    """The package in a file. `languages` are the allowed translation languages. Raises CasePackageError."""
    reader, document = _Reader(languages), _json(content)
    package = reader.package(document)
    if reader.issues or package is None:
        raise CasePackageError([_printable(issue) for issue in reader.issues])
    package.unsupported = [_printable(issue) for issue in unsupported_elements(document, package)]
    return package


def _printable(issue: PackageIssue) -> PackageIssue:
    """JSON can escape unpaired surrogates, in names too, which cannot be encoded on a page."""
    path, detail = (text.encode("utf-8", "replace").decode() for text in (issue.path, issue.detail))
    return PackageIssue(path, issue.code, detail)


def _json(content: bytes) -> Any:
    if len(content) > MAX_BYTES:
        raise CasePackageError([PackageIssue("", "too_large", str(MAX_BYTES))])
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise CasePackageError([PackageIssue("", "not_utf8")]) from error
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", "")
        raise CasePackageError([PackageIssue("", "not_json", str(line))]) from error


def _refuse_constant(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity are not valid JSON


class _Reader:
    def __init__(self, languages: Collection[str]) -> None:
        self.languages = languages
        self.issues: list[PackageIssue] = []

    # --- single values --------------------------------------------------------------------------------
    def add_issue(self, path: str, code: str, detail: str = "") -> None:
        self.issues.append(PackageIssue(path, code, detail[:80]))

    def text(self, row: dict[str, Any], path: str, name: str, limit: int, *, required: bool = True) -> str:
        value = row.get(name)
        if value is None or value == "":
            if required:
                self.add_issue(f"{path}.{name}", "missing")
            return ""
        if not isinstance(value, str):
            self.add_issue(f"{path}.{name}", "not_text")
            return ""
        if len(value) > limit:
            self.add_issue(f"{path}.{name}", "too_long", str(limit))
        if "\x00" in value or any(0xD800 <= ord(character) <= 0xDFFF for character in value):
            self.add_issue(f"{path}.{name}", "not_text")
            return ""
        return value.strip()

    def uuid(self, value: Any, path: str) -> UUID | None:
        try:
            if isinstance(value, str) and len(value) == 36:
                return UUID(value)
        except ValueError:
            pass
        self.add_issue(path, "not_uuid")
        return None

    def moment(self, row: dict[str, Any], path: str) -> None:
        value = self.text(row, path, "lastChangeDateTime", 40)
        if value:
            try:
                datetime.fromisoformat(value)
            except ValueError:
                self.add_issue(f"{path}.lastChangeDateTime", "not_a_time")

    def rows(self, document: dict[str, Any], name: str, limit: int) -> list[tuple[str, dict[str, Any]]]:
        value = document.get(name)
        if not isinstance(value, list):
            self.add_issue(name, "not_a_list")
            return []
        if len(value) > limit:
            self.add_issue(name, "too_many", str(limit))
            return []
        rows = []
        for n, row in enumerate(value):
            if isinstance(row, dict):
                rows.append((f"{name}[{n}]", row))
            else:
                self.add_issue(f"{name}[{n}]", "not_an_object")
        return rows

    # --- the parts ------------------------------------------------------------------------------------
    def package(self, document: Any) -> Package | None:
        if not isinstance(document, dict):
            self.add_issue("", "not_an_object")
            return None
        package = self.document(document.get("CFDocument"))
        items = {
            item.identifier: item
            for path, row in self.rows(document, "CFItems", MAX_ITEMS)
            if (item := self.item(row, path)) is not None
        }
        self.no_twins(document)
        links = self.rows(document, "CFAssociations", MAX_ASSOCIATIONS)
        if package is None:
            return None
        package.items = list(items.values())
        self.associations(package, items, links)
        self.issues += hierarchy_issues(package)
        return package

    def document(self, row: Any) -> Package | None:
        if not isinstance(row, dict):
            self.add_issue("CFDocument", "missing" if row is None else "not_an_object")
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
        stated = str(row.get("CFItemType") or "").strip().casefold()
        apart = APART.get(stated, "")
        name, limit = ("title", LEVEL_TITLE) if apart else ("statement", STATEMENT)
        statement = self.text(row, path, "fullStatement", limit)
        code = self.text(row, path, "humanCodingScheme", CODE, required=False)
        self.text(row, path, "uri", 2000)
        self.moment(row, path)
        if identifier is None:
            return None
        item = Item(path, identifier, statement, code, "descriptor" if stated == DESCRIPTOR_TYPE else apart)
        if apart == "level":
            item.rank = self.rank(row.get("listEnumeration"), f"{path}.listEnumeration")
        self.extensions(row.get("extensions"), f"{path}.extensions", item, name=name, limit=limit)
        return item

    def rank(self, value: Any, path: str) -> int | None:
        if isinstance(value, str) and value in ("1", "2", "3", "4"):
            return int(value)
        self.add_issue(path, "not_a_rank")
        return None

    def extensions(self, value: Any, path: str, item: Item, *, name: str, limit: int) -> None:
        """The portal's own extension only; extensions of other tools are ignored."""
        own = value.get("portal") if isinstance(value, dict) else None
        if own is None:
            return
        if not isinstance(own, dict):
            self.add_issue(f"{path}.portal", "not_an_object")
            return
        position = own.get("position", 0)
        if isinstance(position, bool) or not isinstance(position, int) or not 0 <= position <= 32_000:
            self.add_issue(f"{path}.portal.position", "not_a_position")
        else:
            item.position = position
        level = own.get("level")
        if level is not None:
            if level in (1, 2, 3, 4) and not isinstance(level, bool):
                item.rank = level
            else:
                self.add_issue(f"{path}.portal.level", "not_a_rank")
        self.requirements(own.get("requires", {}), f"{path}.portal.requires", item)
        self.texts(own.get("texts", {}), f"{path}.portal.texts", item, name, limit)

    def texts(self, texts: Any, path: str, item: Item, name: str, limit: int) -> None:
        if not isinstance(texts, dict):
            self.add_issue(path, "not_an_object")
            return
        for language, value in texts.items():
            self.translation(language, value, f"{path}.{str(language)[:12]}", item, name, limit)

    def requirements(self, value: Any, path: str, item: Item) -> None:
        if item.kind != "profile":
            return
        if not isinstance(value, dict):
            self.add_issue(path, "not_an_object")
            return
        for name, level in value.items():
            location = f"{path}.{name[:36]}"
            identifier = self.uuid(name, location)
            if isinstance(level, bool) or level not in (1, 2, 3, 4):
                self.add_issue(location, "not_a_rank")
            elif identifier:
                item.requires[identifier] = level

    def translation(self, language: str, value: Any, path: str, item: Item, name: str, limit: int) -> None:
        if language not in self.languages:
            self.add_issue(path, "unknown_language", str(language))
            return
        if not isinstance(value, dict):
            self.add_issue(path, "not_an_object")
            return
        text = self.text(value, path, name, limit)
        status = value.get("status", "complete")
        if status not in ("draft", "complete", "outdated"):
            self.add_issue(f"{path}.status", "unknown_status")
        elif text:
            item.texts[language] = {name: text, "status": status}

    def no_twins(self, document: dict[str, Any]) -> None:
        seen: dict[str, str] = {}
        for name in ("CFItems", "CFAssociations"):
            rows = document.get(name)
            for n, row in enumerate(rows if isinstance(rows, list) else []):
                value = row.get("identifier") if isinstance(row, dict) else None
                if isinstance(value, str):
                    first = seen.setdefault(value.casefold(), f"{name}[{n}]")
                    if first != f"{name}[{n}]":
                        self.add_issue(f"{name}[{n}].identifier", "twice", first)

    def associations(
        self, package: Package, items: dict[UUID, Item], links: list[tuple[str, dict[str, Any]]]
    ) -> None:
        for path, row in links:
            self.uuid(row.get("identifier"), f"{path}.identifier")
            self.text(row, path, "uri", 2000)
            self.moment(row, path)
            kind = self.text(row, path, "associationType", 40)
            if kind and kind not in TYPES:
                self.add_issue(f"{path}.associationType", "unknown_type", kind)
            origin = self.node(row.get("originNodeURI"), f"{path}.originNodeURI")
            target = self.node(row.get("destinationNodeURI"), f"{path}.destinationNodeURI")
            if origin is None or target is None:
                continue
            if kind == "isChildOf":
                self.hang(package, items, origin, target, path, row)
            elif kind == "hasSkillLevel" and origin in items and target in items:
                items[origin].rank = items[origin].rank or items[target].rank
            elif kind in ("exactMatchOf", "replacedBy", "isRelatedTo"):
                package.mappings.append(Mapping(path, origin, target, self.mapping(kind, row, path)))

    def node(self, value: Any, path: str) -> UUID | None:
        if not isinstance(value, dict):
            self.add_issue(path, "missing" if value is None else "not_an_object")
            return None
        self.text(value, path, "uri", 2000)
        self.text(value, path, "title", 2000)
        return self.uuid(value.get("identifier"), f"{path}.identifier")

    def mapping(self, kind: str, row: dict[str, Any], path: str) -> str:
        extensions = row.get("extensions")
        own = extensions.get("portal") if isinstance(extensions, dict) else None
        stated = own.get("kind") if isinstance(own, dict) else None
        if stated is not None and not (isinstance(stated, str) and stated in KINDS):
            self.add_issue(f"{path}.extensions.portal.kind", "unknown_type", str(stated))
        return str(
            stated or {"exactMatchOf": "exact", "replacedBy": "replaced_by", "isRelatedTo": "related"}[kind]
        )

    def hang(
        self, package: Package, items: dict[UUID, Item], origin: UUID, target: UUID, path: str,
        row: dict[str, Any],
    ) -> None:  # fmt: skip
        item = items.get(origin)
        if item is None:
            self.add_issue(f"{path}.originNodeURI.identifier", "unknown_item")
            return
        if target != package.identifier and target not in items:
            self.add_issue(f"{path}.destinationNodeURI.identifier", "unknown_item")
            return
        if item.parent is not None:
            self.add_issue(f"{path}.originNodeURI.identifier", "two_parents")
            return
        item.parent = target
        sequence = row.get("sequenceNumber")
        if not item.position and isinstance(sequence, int) and 0 <= sequence <= 32_000:
            item.position = sequence
