"""Elements of a CASE package that the portal does not import, each with its path. Pure: no Django."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from assessments.competencies.case_exchange.package import APART, DESCRIPTOR_TYPE, Package, PackageIssue

PARTS = frozenset({"CFDocument", "CFItems", "CFAssociations"})
EVERYWHERE = frozenset({"identifier", "uri", "lastChangeDateTime", "extensions"})
SUPPORTED = {
    "CFDocument": EVERYWHERE | {"title", "version", "creator", "language", "adoptionStatus", "CFPackageURI"},
    "CFItems": EVERYWHERE
    | {"fullStatement", "humanCodingScheme", "CFItemType", "listEnumeration", "language", "CFDocumentURI"},
    "CFAssociations": EVERYWHERE
    | {"associationType", "originNodeURI", "destinationNodeURI", "sequenceNumber", "CFDocumentURI"},
}
TYPES = frozenset({"", "domain", "competency", "behavioural indicator", DESCRIPTOR_TYPE, *APART})
SOURCE = "en"


def unsupported_elements(document: dict[str, Any], package: Package) -> list[PackageIssue]:
    """The unsupported elements of a package without issues. Repeated ones are listed once, at their first path."""
    issues = [
        PackageIssue(name, "not_carried") for name, value in document.items() if name not in PARTS and value
    ]
    issues += _fields("CFDocument", [("CFDocument", document["CFDocument"])])
    for name in ("CFItems", "CFAssociations"):
        issues += _fields(name, [(f"{name}[{n}]", row) for n, row in enumerate(document[name])])
    return [*issues, *_types(document["CFItems"]), *_links(document["CFAssociations"], package)]


def _fields(section: str, rows: list[tuple[str, dict[str, Any]]]) -> list[PackageIssue]:
    first: dict[str, PackageIssue] = {}
    for path, row in rows:
        for name, value in row.items():
            if name not in SUPPORTED[section] and value not in (None, "", [], {}):
                first.setdefault(name, PackageIssue(f"{path}.{name}", "field"))
        extensions = row.get("extensions")
        for name in extensions if isinstance(extensions, dict) else ():
            if name != "portal":
                first.setdefault(f".{name}", PackageIssue(f"{path}.extensions.{name}", "field"))
        language = row.get("language")
        if language and str(language).partition("-")[0].casefold() != SOURCE:
            first.setdefault("language", PackageIssue(f"{path}.language", "language", str(language)[:80]))
    return list(first.values())


def _types(rows: list[dict[str, Any]]) -> list[PackageIssue]:
    """Item types that are ignored, because an item's depth decides its kind."""
    first: dict[str, PackageIssue] = {}
    for n, row in enumerate(rows):
        item_type = str(row.get("CFItemType") or "").strip()
        if item_type.casefold() not in TYPES:
            first.setdefault(
                item_type.casefold(), PackageIssue(f"CFItems[{n}].CFItemType", "type", item_type[:80])
            )
    return list(first.values())


def _links(rows: list[dict[str, Any]], package: Package) -> Iterator[PackageIssue]:
    """Associations that are not imported: unsupported types, and levels of items that have none."""
    kinds = {str(item.identifier): item.kind for item in package.items}
    for n, row in enumerate(rows):
        kind = row["associationType"]
        origin, target = _end(row, "originNodeURI"), _end(row, "destinationNodeURI")
        is_frame = (
            kind == "isPartOf" and kinds.get(origin) in APART.values() and target == str(package.identifier)
        )
        is_level = kind == "hasSkillLevel" and origin in kinds and kinds.get(target) == "level"
        if kind in ("isPeerOf", "isPartOf", "precedes", "exemplar", "hasSkillLevel") and not (
            is_frame or is_level
        ):
            yield PackageIssue(f"CFAssociations[{n}]", "link", kind)


def _end(row: dict[str, Any], name: str) -> str:
    return str(UUID(row[name]["identifier"]))
