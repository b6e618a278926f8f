"""Store a CASE package that was read without issues as a draft edition, in one transaction."""

from itertools import count
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from assessments.competencies.case_exchange import reader
from assessments.competencies.editing import DraftExistsError
from assessments.competencies.models import (
    BehaviouralIndicator,
    BehaviouralIndicatorText,
    Competency,
    CompetencyMapping,
    CompetencyText,
    Framework,
    FrameworkVersion,
    ProficiencyLevel,
    ProficiencyLevelText,
)
from assessments.competencies.profile_models import (
    LevelDescriptor,
    LevelDescriptorText,
    RoleProfile,
    RoleProfileText,
    RoleRequirement,
)
from participants.accounts.models import User
from participants.organisations.models import Organisation
from portal.access.locking import lock_for_update
from portal.audit import services as audit
from portal.languages.numbers import interpolate

LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)

MESSAGES = {
    "too_large": _("The file is larger than %(detail)s bytes."),
    "not_utf8": _("The file is not encoded in UTF-8. Save it in UTF-8 and try again."),
    "not_json": _("The file is not valid JSON from line %(detail)s."),
    "missing": _("is missing"),
    "not_text": _("is not text"),
    "too_long": _("is longer than %(detail)s characters"),
    "not_uuid": _("is not a UUID"),
    "not_a_time": _("is not a date and time, such as 2026-05-31T10:00:00+00:00"),
    "not_a_list": _("is not a list"),
    "too_many": _("contains more than %(detail)s entries"),
    "not_an_object": _("is not an object"),
    "not_a_rank": _("is not 1, 2, 3 or 4"),
    "not_a_position": _("is not a position"),
    "unknown_status": _("is not one of: draft, complete, outdated"),
    "unknown_language": _("“%(detail)s” is not a language of the portal"),
    "unknown_type": _("“%(detail)s” is not recognised"),
    "unknown_item": _("does not refer to an item in this package"),
    "twice": _("appears twice, first at %(detail)s"),
    "two_parents": _("has 2 parent items"),
    "hangs_from_nothing": _("has no parent: neither the document nor another item"),
    "too_deep_or_a_circle": _("is nested deeper than area, competency and behaviour, or is its own parent"),
    "descriptor_of_no_competency": _("describes a level but does not belong to a competency"),
    "no_level": _("describes a level but does not state which one"),
    "here_already": _("has already been imported: an edition can be imported only once"),
    "number_taken": _("The framework already has an edition “%(detail)s”"),
    "no_competency": _("contains no competency"),
    "not_carried": _("is not imported"),
    "field": _("is not imported, here and in all later items"),
    "language": _("is “%(detail)s”: its text is treated as the source language, English"),
    "type": _("“%(detail)s” is not imported: the level of nesting determines the type of an item"),
    "link": _("links of type “%(detail)s” are not imported"),
    "elsewhere": _("links to a competency that is not in any framework on this portal"),
}


def error_message(issue: reader.PackageIssue) -> str:
    return interpolate(str(MESSAGES[issue.code]), detail=issue.detail)


def preview_package(content: bytes, framework: Framework | None = None) -> reader.Package:
    """What would be stored; `unsupported` lists what would not. Raises `package.CasePackageError`,
    `DraftExistsError`.
    """
    package = reader.read(content, languages=LANGUAGES)
    _require_importable(package, framework)
    own = {item.identifier for item in package.items}
    linked = {end for mapping in package.mappings for end in (mapping.origin, mapping.target)}
    existing = own | set(
        Competency.objects.filter(case_id__in=linked - own).values_list("case_id", flat=True)
    )
    package.unsupported += [
        reader.PackageIssue(mapping.path, "elsewhere")
        for mapping in package.mappings
        if not {mapping.origin, mapping.target} <= existing
    ]
    return package


@transaction.atomic
def import_package(
    *,
    package: reader.Package,
    by: User,
    framework: Framework | None = None,
    code: str = "",
    owner: Organisation | None = None,
) -> FrameworkVersion:
    """Store the previewed package as a draft of `framework`, or of a new framework `code`. Raises what
    `preview_package` raises, and `GoneError`.
    """
    if framework is not None:
        framework = lock_for_update(framework)  # another edition may be started at the same time
    _require_importable(package, framework)
    number = package.number or "1"
    if framework is None:
        framework = Framework.objects.create(code=code, title=package.title, owner=owner)
    version = FrameworkVersion.objects.create(framework=framework, number=number, case_id=package.identifier)
    _store(version, package)
    audit.record(by, "framework.imported", version, items=len(package.items))
    return version


def _require_importable(package: reader.Package, framework: Framework | None) -> None:
    issues = []
    if FrameworkVersion.objects.filter(case_id=package.identifier).exists():
        issues.append(reader.PackageIssue("CFDocument.identifier", "here_already"))
    if not any(item.kind == "competency" for item in package.items):
        issues.append(reader.PackageIssue("CFItems", "no_competency"))
    number = package.number or "1"
    if framework is not None:
        if framework.versions.filter(state=FrameworkVersion.State.DRAFT).exists():
            raise DraftExistsError
        if framework.versions.filter(number=number).exists():
            issues.append(reader.PackageIssue("CFDocument.version", "number_taken", number))
    if issues:
        raise reader.CasePackageError(issues)


def _store(version: FrameworkVersion, package: reader.Package) -> None:
    rows: dict[Any, Any] = {}
    for kind in ("domain", "competency"):
        made = Competency.objects.bulk_create(
            Competency(
                version=version, code=item.code, kind=kind, statement=item.statement, position=item.position,
                parent=rows.get(item.parent), case_id=item.identifier,
            )
            for item in package.items
            if item.kind == kind
        )  # fmt: skip
        rows |= {row.case_id: row for row in made}
    items = [item for item in package.items if item.kind == "behaviour"]
    rows |= {
        row.case_id: row
        for row in BehaviouralIndicator.objects.bulk_create(
            BehaviouralIndicator(
                competency=rows[item.parent], statement=item.statement, position=item.position, level=item.rank,
                case_id=item.identifier,
            )
            for item in items
        )
    }  # fmt: skip
    rows |= {
        row.case_id: row
        for row in ProficiencyLevel.objects.bulk_create(
            ProficiencyLevel(
                version=version, rank=item.rank or 1, title=item.statement, case_id=item.identifier
            )
            for item in package.items
            if item.kind == "level"
        )
    }
    _store_descriptors(package, rows)
    _store_profiles(version, package, rows)
    _store_texts(package, rows)
    _store_mappings(version, package, rows)


def _store_descriptors(package: reader.Package, rows: dict[Any, Any]) -> None:
    made = LevelDescriptor.objects.bulk_create(
        LevelDescriptor(
            competency=rows[item.parent], level=item.rank or 1, statement=item.statement, case_id=item.identifier
        )
        for item in package.items
        if item.kind == "descriptor"
    )  # fmt: skip
    rows |= {row.case_id: row for row in made}


def _store_profiles(version: FrameworkVersion, package: reader.Package, rows: dict[Any, Any]) -> None:
    """Profiles without a code, or with one that is taken, are numbered."""
    items = [item for item in package.items if item.kind == "profile"]
    taken: set[str] = set()
    for number, item in enumerate(items, 1):
        code = slugify(item.code)[: reader.CODE]
        if not code or code in taken:
            code = next(candidate for n in count(number) if (candidate := f"role-{n}") not in taken)
        taken.add(code)
        rows[item.identifier] = RoleProfile.objects.create(
            version=version, code=code, title=item.statement, case_id=item.identifier
        )
    RoleRequirement.objects.bulk_create(
        RoleRequirement(profile=rows[item.identifier], competency=rows[identifier], level=level)
        for item in items
        for identifier, level in item.requires.items()
    )


def _store_texts(package: reader.Package, rows: dict[Any, Any]) -> None:
    for kinds, model, owner in (
        (("domain", "competency"), CompetencyText, "competency"),
        (("behaviour",), BehaviouralIndicatorText, "indicator"),
        (("level",), ProficiencyLevelText, "level"),
        (("descriptor",), LevelDescriptorText, "descriptor"),
        (("profile",), RoleProfileText, "profile"),
    ):
        texts: Any = [
            model(language=language, **{owner: rows[item.identifier]}, **translation)
            for item in package.items
            if item.kind in kinds
            for language, translation in item.texts.items()
        ]
        model.objects.bulk_create(texts)


def _store_mappings(version: FrameworkVersion, package: reader.Package, rows: dict[Any, Any]) -> None:
    """Store links between known items; the same identifier in the previous edition is the same competency."""
    own = {key: row for key, row in rows.items() if isinstance(row, Competency)}
    linked = {end for mapping in package.mappings for end in (mapping.origin, mapping.target)}
    others: dict[Any, Competency] = {}
    for competency in Competency.objects.filter(case_id__in=linked).exclude(version=version).order_by("pk"):
        others[competency.case_id] = competency
    pairs = {}
    for link in package.mappings:
        origin = own.get(link.origin) or others.get(link.origin)
        target = own.get(link.target) or others.get(link.target)
        if (
            origin
            and target
            and origin.pk != target.pk
            and {origin.pk, target.pk} & {r.pk for r in own.values()}
        ):
            pairs[origin.pk, target.pk] = CompetencyMapping(origin=origin, target=target, kind=link.kind)
    before = version.framework.versions.exclude(pk=version.pk).order_by("-pk").first()
    for old in before.competencies.filter(case_id__in=own) if before else ():
        new = own[old.case_id]
        pairs[old.pk, new.pk] = CompetencyMapping(origin=old, target=new, kind=CompetencyMapping.Kind.EXACT)
    CompetencyMapping.objects.bulk_create(pairs.values())
