"""Storing a CASE package that was read without a flaw, as the draft of an edition. All of it or nothing."""

from itertools import count
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from assessments.competencies import case
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
from participants.organisations.models import Organisation
from portal.access.rows import hold
from portal.audit import services as audit

LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)

WORDS = {
    "too_large": _("The file is larger than %(detail)s bytes."),
    "not_utf8": _("The file is not written in UTF-8."),
    "not_json": _("This is no JSON, from line %(detail)s on."),
    "missing": _("is missing"),
    "not_text": _("is no text"),
    "too_long": _("is longer than %(detail)s signs"),
    "not_uuid": _("is no UUID"),
    "not_a_time": _("is no date with time, such as 2026-05-31T10:00:00+00:00"),
    "not_a_list": _("is no list"),
    "too_many": _("holds more than %(detail)s"),
    "not_an_object": _("is no object"),
    "not_a_rank": _("is none of 1, 2, 3, 4"),
    "not_a_position": _("is no position"),
    "unknown_status": _("is none of draft, complete, outdated"),
    "unknown_language": _("“%(detail)s” is no language of the portal"),
    "unknown_type": _("“%(detail)s” is not known"),
    "unknown_item": _("names no item of this package"),
    "twice": _("stands twice, first at %(detail)s"),
    "two_parents": _("hangs from two items"),
    "hangs_from_nothing": _("hangs neither from the document nor from another item"),
    "too_deep_or_a_circle": _("hangs deeper than area, competency, behaviour, or from itself"),
    "descriptor_of_no_competency": _("describes a level, but hangs from no competency"),
    "no_level": _("describes a level, but does not say which"),
    "here_already": _("is here already: an edition is imported once"),
    "number_taken": _("The framework has an edition “%(detail)s” already"),
    "no_competency": _("holds no competency"),
    "not_carried": _("is not carried"),
    "field": _("is not carried, here and below"),
    "language": _("is “%(detail)s”: its words are taken for the source language, English"),
    "type": _("“%(detail)s” is not kept: how deep an item hangs decides what it is"),
    "link": _("links of the kind “%(detail)s” are not carried"),
    "elsewhere": _("links to a competency that stands in no framework here"),
}


def words_of(flaw: case.Flaw) -> str:
    return str(WORDS[flaw.code]) % {"detail": flaw.detail}


def look(content: bytes, framework: Framework | None = None) -> case.Package:
    """What would be stored, and in `left_out` what not. Raises `case.CasePackageError`, `DraftExistsError`."""
    package = case.read(content, languages=LANGUAGES)
    _require_room(package, framework)
    own = {item.identifier for item in package.items}
    asked = {end for one in package.mappings for end in (one.origin, one.target)}
    known = own | set(Competency.objects.filter(case_id__in=asked - own).values_list("case_id", flat=True))
    package.left_out += [
        case.Flaw(one.path, "elsewhere") for one in package.mappings if not {one.origin, one.target} <= known
    ]
    return package


@transaction.atomic
def bring_in(
    *,
    package: case.Package,
    by: Any,
    framework: Framework | None = None,
    code: str = "",
    owner: Organisation | None = None,
) -> FrameworkVersion:
    """What `look` read, as a draft of `framework` or of a new one, `code`. Raises what `look` does, and `GoneError`."""
    if framework is not None:
        framework = hold(framework)  # an edition may be begun in the same moment
    _require_room(package, framework)
    number = package.number or "1"
    if framework is None:
        framework = Framework.objects.create(code=code, title=package.title, owner=owner)
    version = FrameworkVersion.objects.create(framework=framework, number=number, case_id=package.identifier)
    _store(version, package)
    audit.record(by, "framework.imported", version, items=len(package.items))
    return version


def _require_room(package: case.Package, framework: Framework | None) -> None:
    flaws = []
    if FrameworkVersion.objects.filter(case_id=package.identifier).exists():
        flaws.append(case.Flaw("CFDocument.identifier", "here_already"))
    if not any(item.kind == "competency" for item in package.items):
        flaws.append(case.Flaw("CFItems", "no_competency"))
    number = package.number or "1"
    if framework is not None:
        if framework.versions.filter(state=FrameworkVersion.State.DRAFT).exists():
            raise DraftExistsError
        if framework.versions.filter(number=number).exists():
            flaws.append(case.Flaw("CFDocument.version", "number_taken", number))
    if flaws:
        raise case.CasePackageError(flaws)


def _store(version: FrameworkVersion, package: case.Package) -> None:
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


def _store_descriptors(package: case.Package, rows: dict[Any, Any]) -> None:
    made = LevelDescriptor.objects.bulk_create(
        LevelDescriptor(
            competency=rows[item.parent], level=item.rank or 1, statement=item.statement, case_id=item.identifier
        )
        for item in package.items
        if item.kind == "descriptor"
    )  # fmt: skip
    rows |= {row.case_id: row for row in made}


def _store_profiles(version: FrameworkVersion, package: case.Package, rows: dict[Any, Any]) -> None:
    """A profile without a code, or with one that is taken, is numbered."""
    items = [item for item in package.items if item.kind == "profile"]
    taken: set[str] = set()
    for number, item in enumerate(items, 1):
        code = slugify(item.code)[: case.CODE]
        if not code or code in taken:
            code = next(one for n in count(number) if (one := f"role-{n}") not in taken)
        taken.add(code)
        rows[item.identifier] = RoleProfile.objects.create(
            version=version, code=code, title=item.statement, case_id=item.identifier
        )
    RoleRequirement.objects.bulk_create(
        RoleRequirement(profile=rows[item.identifier], competency=rows[identifier], level=level)
        for item in items
        for identifier, level in item.requires.items()
    )


def _store_texts(package: case.Package, rows: dict[Any, Any]) -> None:
    for kinds, model, owner in (
        (("domain", "competency"), CompetencyText, "competency"),
        (("behaviour",), BehaviouralIndicatorText, "indicator"),
        (("level",), ProficiencyLevelText, "level"),
        (("descriptor",), LevelDescriptorText, "descriptor"),
        (("profile",), RoleProfileText, "profile"),
    ):
        texts: Any = [
            model(language=language, **{owner: rows[item.identifier]}, **words)
            for item in package.items
            if item.kind in kinds
            for language, words in item.texts.items()
        ]
        model.objects.bulk_create(texts)


def _store_mappings(version: FrameworkVersion, package: case.Package, rows: dict[Any, Any]) -> None:
    """Links whose other end stands here; and the same identifier in the edition before is the same competency."""
    own = {key: row for key, row in rows.items() if isinstance(row, Competency)}
    asked = {end for one in package.mappings for end in (one.origin, one.target)}
    others: dict[Any, Competency] = {}
    for found in Competency.objects.filter(case_id__in=asked).exclude(version=version).order_by("pk"):
        others[found.case_id] = found
    pairs = {}
    for one in package.mappings:
        origin = own.get(one.origin) or others.get(one.origin)
        target = own.get(one.target) or others.get(one.target)
        if (
            origin
            and target
            and origin.pk != target.pk
            and {origin.pk, target.pk} & {r.pk for r in own.values()}
        ):
            pairs[origin.pk, target.pk] = CompetencyMapping(origin=origin, target=target, kind=one.kind)
    before = version.framework.versions.exclude(pk=version.pk).order_by("-pk").first()
    for old in before.competencies.filter(case_id__in=own) if before else ():
        new = own[old.case_id]
        pairs[old.pk, new.pk] = CompetencyMapping(origin=old, target=new, kind=CompetencyMapping.Kind.EXACT)
    CompetencyMapping.objects.bulk_create(pairs.values())
