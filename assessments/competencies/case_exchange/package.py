"""A parsed CASE package and its issues. Pure: no Django."""

from dataclasses import dataclass, field
from uuid import UUID

SHOWN_ERRORS = 200
LEVEL_TYPE, DESCRIPTOR_TYPE, PROFILE_TYPE = "proficiency level", "level descriptor", "role profile"
APART = {LEVEL_TYPE: "level", PROFILE_TYPE: "profile"}  # items without a parent


@dataclass(frozen=True)
class PackageIssue:
    """What is wrong, and where: `path` like CFItems[3].identifier, `code` of the message, `detail` for its
    placeholder.
    """

    path: str
    code: str
    detail: str = ""


class CasePackageError(Exception):
    """`issues` has every issue found, up to 200."""

    def __init__(self, issues: list[PackageIssue]) -> None:
        self.issues = issues[:SHOWN_ERRORS]
        super().__init__(f"{len(issues)} flaws")


Texts = dict[str, dict[str, str]]  # language -> {"statement" or "title", "status"}


@dataclass
class Item:
    """One item: `kind` is domain, competency, behaviour, descriptor, level or profile."""

    path: str
    identifier: UUID
    statement: str
    code: str = ""
    kind: str = ""
    parent: UUID | None = None
    position: int = 0
    rank: int | None = None
    texts: Texts = field(default_factory=dict)
    requires: dict[UUID, int] = field(default_factory=dict)


@dataclass
class Mapping:
    path: str
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
    unsupported: list[PackageIssue] = field(default_factory=list)  # elements that the portal does not import
