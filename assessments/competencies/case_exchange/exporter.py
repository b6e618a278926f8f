"""Export an edition as a 1EdTech CASE package (v1.0). Data without a CASE field goes into `extensions.portal`
(reader.py).
"""

import uuid
from typing import Any

from django.conf import settings
from django.urls import reverse

from assessments.competencies.models import Competency, CompetencyMapping, FrameworkVersion

ADOPTION = {"draft": "Draft", "adopted": "Adopted", "retired": "Deprecated"}
ASSOCIATIONS = {"exact": "exactMatchOf", "replaced_by": "replacedBy"}  # all others: isRelatedTo


def package_of(version: FrameworkVersion) -> dict[str, Any]:
    """The CFPackage of the edition: document, items, associations. Thirteen queries, whatever its size."""
    return _Writer(version).package()


class _Writer:
    def __init__(self, version: FrameworkVersion) -> None:
        self.version = version
        self.changed = version.updated_at.isoformat()
        self.items: list[dict[str, Any]] = []
        self.associations: list[dict[str, Any]] = []
        self.levels: dict[int, dict[str, str]] = {}  # the level items by rank
        self.document = _node(version.case_id, str(version), _uri("edition", version.public_id))

    def package(self) -> dict[str, Any]:
        rows = self.version.competencies.select_related("parent").prefetch_related(
            "texts", "behaviours__texts", "descriptors__texts"
        )
        competencies = sorted(rows, key=lambda row: (row.parent_id is not None, row.position, row.code))
        for level in self.version.levels.prefetch_related("texts"):
            self.level(level)
        for row in competencies:
            self.competency(row)
        for profile in self.version.profiles.prefetch_related("texts", "requirements__competency"):
            self.profile(profile)
        self.mappings()
        return {
            "CFDocument": self.head(),
            "CFItems": self.items,
            "CFAssociations": self.associations,
        }

    def head(self) -> dict[str, Any]:
        framework = self.version.framework
        return {
            "identifier": str(self.version.case_id),
            "uri": self.document["uri"],
            "creator": str(framework.owner or settings.SITE_NAME),
            "title": framework.title,
            "version": self.version.number,
            "language": "en",
            "adoptionStatus": ADOPTION[self.version.state],
            "lastChangeDateTime": self.changed,
        }

    def competency(self, row: Competency) -> None:
        kind = "Domain" if row.kind == Competency.Kind.DOMAIN else "Competency"
        own = {"position": row.position, "texts": _texts(row, "statement")}
        node = self.item(
            row.case_id, _uri("competency", row.public_id), row.statement, kind, own, code=row.code
        )
        parent = row.parent
        above = (
            _node(parent.case_id, parent.statement, _uri("competency", parent.public_id))
            if parent
            else self.document
        )
        self.link("isChildOf", node, above)
        for behaviour in row.behaviours.all():
            own = {
                "position": behaviour.position, "level": behaviour.level, "texts": _texts(behaviour, "statement"),
            }  # fmt: skip
            uri = _uri("competency", row.public_id) + f"#b{behaviour.public_id}"
            self.link(
                "isChildOf",
                self.item(behaviour.case_id, uri, behaviour.statement, "Behavioural indicator", own),
                node,
            )
        for descriptor in row.descriptors.all():
            own = {"level": descriptor.level, "texts": _texts(descriptor, "statement")}
            uri = _uri("competency", row.public_id) + f"#level-{descriptor.level}"
            item = self.item(descriptor.case_id, uri, descriptor.statement, "Level descriptor", own)
            self.link("isChildOf", item, node)
            if descriptor.level in self.levels:
                self.link("hasSkillLevel", item, self.levels[descriptor.level])

    def level(self, level: Any) -> None:
        uri = f"{self.document['uri']}#level-{level.rank}"
        own = {"texts": _texts(level, "title")}
        node = self.item(level.case_id, uri, level.title, "Proficiency level", own, rank=level.rank)
        self.link("isPartOf", node, self.document)
        self.levels[level.rank] = node

    def profile(self, profile: Any) -> None:
        """CASE has no required levels: they are in the extension, by the competency's identifier."""
        required = {str(row.competency.case_id): row.level for row in profile.requirements.all()}
        own = {"texts": _texts(profile, "title"), "requires": required}
        uri = _uri("profile", profile.public_id)
        node = self.item(profile.case_id, uri, profile.title, "Role profile", own, code=profile.code)
        self.link("isPartOf", node, self.document)

    def mappings(self) -> None:
        """Mappings from and to these competencies. The same identifier in two editions needs none."""
        rows = CompetencyMapping.objects.filter(
            target__version=self.version
        ) | CompetencyMapping.objects.filter(origin__version=self.version)
        for row in rows.select_related("origin", "target").order_by("pk").distinct():
            if row.origin.case_id == row.target.case_id:
                continue
            ends = [
                _node(competency.case_id, competency.statement, _uri("competency", competency.public_id))
                for competency in (row.origin, row.target)
            ]
            self.link(ASSOCIATIONS.get(row.kind, "isRelatedTo"), *ends, own={"kind": row.kind})

    def item(
        self, identifier: uuid.UUID, uri: str, statement: str, kind: str, own: dict[str, Any], *, code: str = "",
        rank: int | None = None,
    ) -> dict[str, str]:  # fmt: skip
        item: dict[str, Any] = {
            "identifier": str(identifier),
            "uri": uri,
            "fullStatement": statement,
            "CFItemType": kind,
            "language": "en",
            "lastChangeDateTime": self.changed,
            "extensions": {"portal": {name: value for name, value in own.items() if value not in (None, {})}},
        }
        if code:
            item["humanCodingScheme"] = code
        if rank is not None:
            item["listEnumeration"] = str(rank)
        self.items.append(item)
        return _node(identifier, statement, uri)

    def link(self, kind: str, origin: dict[str, str], target: dict[str, str], *, own: Any = None) -> None:
        """The identifier is derived from both ends, so that every export gives the same link the same
        identifier.
        """
        name = f"{kind}:{origin['identifier']}:{target['identifier']}"
        identifier = uuid.uuid5(self.version.case_id, name)
        link: dict[str, Any] = {
            "identifier": str(identifier),
            "uri": f"{self.document['uri']}#{identifier}",
            "associationType": kind,
            "originNodeURI": origin,
            "destinationNodeURI": target,
            "lastChangeDateTime": self.changed,
        }
        if own:
            link["extensions"] = {"portal": own}
        self.associations.append(link)


def _node(identifier: uuid.UUID, title: str, uri: str) -> dict[str, str]:
    return {"title": title, "identifier": str(identifier), "uri": uri}


def _uri(name: str, public_id: uuid.UUID) -> str:
    return settings.SITE_URL + reverse(f"assessments:competencies:{name}", args=[public_id])


def _texts(row: Any, name: str) -> dict[str, Any]:
    translations = sorted(row.texts.all(), key=lambda text: text.language)
    return {text.language: {name: getattr(text, name), "status": text.status} for text in translations}
