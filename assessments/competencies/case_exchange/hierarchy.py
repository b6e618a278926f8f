"""The hierarchy of a CASE package: each item's kind follows from its depth. Pure: no Django."""

from collections import defaultdict
from collections.abc import Callable
from uuid import UUID

from assessments.competencies.case_exchange.package import APART, Item, Package, PackageIssue

NAMES = {1: "domain", 2: "competency", 3: "behaviour"}


def hierarchy_issues(package: Package) -> list[PackageIssue]:
    """Set `kind`, `code` and `position` of the items, and return the issues of their hierarchy."""
    items = {item.identifier: item for item in package.items}
    issues = []
    for item in package.items:
        if item.kind not in APART.values():
            issues += _kind(item, items, package.identifier)
    return issues + _twins(package.items) + _unknown(package.items, items) + _codes(package.items)


def _kind(item: Item, items: dict[UUID, Item], document: UUID) -> list[PackageIssue]:
    """Domain, competency or behaviour, by depth. Every item must have the document as an ancestor."""
    depth, above = 1, item.parent
    while above is not None and above != document and depth <= len(NAMES):
        depth, above = depth + 1, items[above].parent
    if above is None:
        return [PackageIssue(item.path, "hangs_from_nothing")]
    if above != document:
        return [PackageIssue(item.path, "too_deep_or_a_circle")]
    if item.kind != "descriptor":
        item.kind = NAMES[depth]
        return []
    if depth != len(NAMES):
        return [PackageIssue(item.path, "descriptor_of_no_competency")]
    return [] if item.rank is not None else [PackageIssue(item.path, "no_level")]


def _twins(rows: list[Item]) -> list[PackageIssue]:
    """At most one level per rank, and one descriptor per level of a competency."""
    issues = []
    seen: dict[tuple[str, UUID | None, int], str] = {}
    for item in rows:
        if item.kind not in ("level", "descriptor") or item.rank is None:
            continue
        above = item.parent if item.kind == "descriptor" else None
        first = seen.setdefault((item.kind, above, item.rank), item.path)
        if first != item.path:
            path = f"{item.path}.listEnumeration" if item.kind == "level" else item.path
            issues.append(PackageIssue(path, "twice", first))
    return issues


def _unknown(rows: list[Item], items: dict[UUID, Item]) -> list[PackageIssue]:
    """A profile may require competencies of its own package only."""
    return [
        PackageIssue(f"{item.path}.extensions.portal.requires.{identifier}", "unknown_item")
        for item in rows
        for identifier in item.requires
        if identifier not in items or items[identifier].kind != "competency"
    ]


def _codes(rows: list[Item]) -> list[PackageIssue]:
    """Unique codes for domains and competencies: those without one are numbered."""
    named = [item for item in rows if item.kind in ("domain", "competency")]
    seen: dict[str, str] = {}
    issues = [
        PackageIssue(f"{item.path}.humanCodingScheme", "twice", seen[item.code])
        for item in named
        if item.code and seen.setdefault(item.code, item.path) != item.path
    ]
    number: dict[UUID | None, int] = defaultdict(int)
    next_code: Callable[[], str] = iter(f"N{n}" for n in range(1, len(named) * 2 + 2)).__next__
    for item in named:
        number[item.parent] += 1
        item.position = item.position or number[item.parent]
        while not item.code:
            code = next_code()
            item.code = "" if code in seen else code
            seen.setdefault(code, item.path)
    return issues
