"""Load a framework. An adopted version that questionnaires use is never edited: a change needs a new version."""

import datetime

from django.db import transaction

from assessments.competencies import shipped_framework as shipped
from assessments.competencies.models import (
    Competency,
    CompetencyText,
    Framework,
    FrameworkVersion,
    ProficiencyLevel,
    ProficiencyLevelText,
)
from assessments.competencies.profile_models import RoleProfile, RoleProfileText, RoleRequirement
from portal.access.users import Actor
from portal.audit import services as audit
from portal.search import services as search

TRANSLATIONS = [code for code in shipped.LANGUAGES if code != shipped.SOURCE_LANGUAGE]


@transaction.atomic
def load_framework(*, adopted_on: datetime.date | None = None, by: Actor = None) -> FrameworkVersion:
    """Load the framework that the portal ships, adopted. A second run returns the existing version."""
    framework, _created = Framework.objects.get_or_create(
        code=shipped.CODE, defaults={"title": shipped.TITLE}
    )
    framework = Framework.objects.select_for_update().get(pk=framework.pk)
    existing = framework.versions.filter(number=shipped.NUMBER).first()
    if existing:
        return existing
    version = FrameworkVersion.objects.create(framework=framework, number=shipped.NUMBER)
    _load_competencies(version)
    _load_levels(version)
    _load_profiles(version)
    version.state = FrameworkVersion.State.ADOPTED
    version.adopted_on = adopted_on or datetime.datetime.now(tz=datetime.UTC).date()
    version.save(update_fields=["state", "adopted_on", "updated_at"])
    audit.record(by, "framework.adopted", version)
    return version


def supplied_is_adopted() -> bool:
    """Whether the framework that the portal ships is already there."""
    return FrameworkVersion.objects.filter(framework__code=shipped.CODE, number=shipped.NUMBER).exists()


def _load_competencies(version: FrameworkVersion) -> None:
    rows = shipped.competencies()
    domains = Competency.objects.bulk_create(
        _competency(version, position, row) for position, row in enumerate(rows) if not row["parent"]
    )
    by_code = {domain.code: domain for domain in domains}
    Competency.objects.bulk_create(
        _competency(version, position, row, parent=by_code[row["parent"]])
        for position, row in enumerate(rows)
        if row["parent"]
    )
    by_code = {competency.code: competency for competency in Competency.objects.filter(version=version)}
    CompetencyText.objects.bulk_create(
        CompetencyText(competency=by_code[row["code"]], language=language, statement=row[language])
        for row in rows
        for language in TRANSLATIONS
    )
    for row in rows:
        translations = " ".join(row[language] for language in TRANSLATIONS)
        search.index(
            by_code[row["code"]], title=row[shipped.SOURCE_LANGUAGE], body=f"{row['code']} {translations}"
        )


def _competency(
    version: FrameworkVersion, position: int, row: dict[str, str], *, parent: Competency | None = None
) -> Competency:
    return Competency(
        version=version,
        code=row["code"],
        kind=Competency.Kind.COMPETENCY if parent else Competency.Kind.DOMAIN,
        parent=parent,
        position=position,
        statement=row[shipped.SOURCE_LANGUAGE],
    )


def _load_levels(version: FrameworkVersion) -> None:
    for row in shipped.levels():
        level = ProficiencyLevel.objects.create(
            version=version, rank=int(row["rank"]), title=row[shipped.SOURCE_LANGUAGE]
        )
        ProficiencyLevelText.objects.bulk_create(
            ProficiencyLevelText(level=level, language=language, title=row[language])
            for language in TRANSLATIONS
        )


def _load_profiles(version: FrameworkVersion) -> None:
    """An area's level applies to each competency in it, unless the competency has its own."""
    competencies = version.competencies.filter(kind=Competency.Kind.COMPETENCY).select_related("parent")
    for row in shipped.profiles():
        profile = RoleProfile.objects.create(
            version=version, code=row["code"], title=row[shipped.SOURCE_LANGUAGE]
        )
        RoleProfileText.objects.bulk_create(
            RoleProfileText(profile=profile, language=language, title=row[language])
            for language in TRANSLATIONS
        )
        levels = {code: int(level) for code, level in (entry.split("=") for entry in row["levels"].split())}
        needed = (
            (entry, levels.get(entry.code) or levels.get(entry.parent.code if entry.parent else ""))
            for entry in competencies
        )
        RoleRequirement.objects.bulk_create(
            RoleRequirement(profile=profile, competency=entry, level=level)
            for entry, level in needed
            if level
        )
