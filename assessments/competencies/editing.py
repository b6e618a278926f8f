"""Edit a draft edition, adopt it, start the next. The database freezes adopted editions."""

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

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
    RoleProfileText,
    RoleRequirement,
)
from participants.accounts.models import User
from participants.organisations.models import Jurisdiction, Organisation
from portal.access.errors import DomainError, StaleRevisionError
from portal.access.locking import lock_for_update
from portal.access.row_copies import copy_rows
from portal.audit import services as audit
from portal.languages.models import TranslatedText
from portal.search import services as search

State = FrameworkVersion.State


class EditionFrozenError(DomainError):
    code = "edition_frozen"
    message = _("This edition has been adopted and cannot be changed. Start a new edition instead.")


class DraftExistsError(DomainError):
    code = "draft_exists"
    message = _("There is already a draft of the next edition.")


class EmptyEditionError(DomainError):
    code = "empty_edition"
    message = _("Add at least one area with a competency before the edition is adopted.")


class HasCompetenciesError(DomainError):
    code = "has_competencies"
    message = _("This area contains competencies. Remove them first.")


def lock_draft(version: FrameworkVersion, *, revision: int | None = None) -> FrameworkVersion:
    """The edition, locked. Raises `EditionFrozenError`, and `StaleRevisionError` when someone else saved first."""
    locked = lock_for_update(version)
    if locked.state != State.DRAFT:
        raise EditionFrozenError
    _count_up(locked, revision)
    return locked


def _count_up(version: FrameworkVersion, revision: int | None) -> None:
    if revision is not None and version.revision != revision:
        raise StaleRevisionError
    version.revision += 1
    version.save(update_fields=["revision", "updated_at"])


@transaction.atomic
def create_addition(
    *,
    code: str,
    title: str,
    extends: Framework,
    jurisdiction: Jurisdiction,
    by: User,
    owner: Organisation | None = None,
) -> FrameworkVersion:
    """Create a national addition with a draft of its first edition. The core that it extends does not change."""
    framework = Framework.objects.create(
        code=code, title=title, extends=extends, jurisdiction=jurisdiction, owner=owner
    )
    version = FrameworkVersion.objects.create(framework=framework, number="1")
    audit.record(by, "framework.created", framework)
    return version


@transaction.atomic
def create_next_edition(*, framework: Framework, number: str, by: User) -> FrameworkVersion:
    """Copy the last edition as the next draft; competencies keep their CASE identifiers. Raises
    `DraftExistsError`.
    """
    framework = lock_for_update(framework)
    last = framework.versions.order_by("-pk").first()
    if last is not None and last.state == State.DRAFT:
        raise DraftExistsError
    version = FrameworkVersion.objects.create(framework=framework, number=number)
    if last is not None:
        _copy(last, version)
    audit.record(by, "framework.edition_created", version)
    return version


def _copy(last: FrameworkVersion, version: FrameworkVersion) -> None:
    areas = copy_rows(last.competencies.filter(parent=None), version=version)
    made = areas | copy_rows(last.competencies.exclude(parent=None), version=version, parent=areas)
    copy_rows(CompetencyText.objects.filter(competency__in=made), competency=made)
    behaviours = copy_rows(BehaviouralIndicator.objects.filter(competency__in=made), competency=made)
    copy_rows(BehaviouralIndicatorText.objects.filter(indicator__in=behaviours), indicator=behaviours)
    descriptors = copy_rows(LevelDescriptor.objects.filter(competency__in=made), competency=made)
    copy_rows(LevelDescriptorText.objects.filter(descriptor__in=descriptors), descriptor=descriptors)
    levels = copy_rows(last.levels.all(), version=version)
    copy_rows(ProficiencyLevelText.objects.filter(level__in=levels), level=levels)
    profiles = copy_rows(last.profiles.all(), version=version)
    copy_rows(RoleProfileText.objects.filter(profile__in=profiles), profile=profiles)
    copy_rows(RoleRequirement.objects.filter(profile__in=profiles), profile=profiles, competency=made)
    # Mappings to other frameworks are copied; to the previous edition each competency is an exact match.
    others = CompetencyMapping.objects.filter(origin__in=made)
    copy_rows(others.exclude(target__version__framework=last.framework_id), origin=made)
    CompetencyMapping.objects.bulk_create(
        CompetencyMapping(origin_id=old, target=copy, kind=CompetencyMapping.Kind.EXACT)
        for old, copy in made.items()
    )


@transaction.atomic
def adopt(*, version: FrameworkVersion, adopted_on: datetime.date, by: User) -> FrameworkVersion:
    """Freeze the edition and put it into use; the previous one is retired. Raises `EmptyEditionError`."""
    lock_for_update(version.framework)
    version = lock_draft(version)
    if not version.competencies.filter(kind=Competency.Kind.COMPETENCY).exists():
        raise EmptyEditionError
    FrameworkVersion.objects.filter(framework=version.framework_id, state=State.ADOPTED).update(
        state=State.RETIRED
    )
    version.state, version.adopted_on = State.ADOPTED, adopted_on
    version.save(update_fields=["state", "adopted_on", "updated_at"])
    for row in version.competencies.prefetch_related("texts"):
        texts = " ".join(text.statement for text in row.texts.all())
        search.index(row, title=row.statement, body=f"{row.code} {texts}")
    audit.record(by, "framework.adopted", version)
    return version


@transaction.atomic
def discard(*, version: FrameworkVersion, by: User) -> None:
    """Delete a draft. Raises `EditionFrozenError`."""
    version = lock_draft(version)
    audit.record(by, "framework.draft_discarded", version.framework, number=version.number)
    version.competencies.filter(parent__isnull=False).delete()
    version.competencies.all().delete()
    version.delete()


@transaction.atomic
def add(
    *, version: FrameworkVersion, code: str, statement: str, by: User, revision: int | None = None,
    parent: Competency | None = None,
) -> Competency:  # fmt: skip
    """Add an area, or with `parent` a competency in it."""
    version = lock_draft(version, revision=revision)
    last = version.competencies.filter(parent=parent).aggregate(last=Max("position"))["last"] or 0
    row = Competency.objects.create(
        version=version, code=code, statement=statement, parent=parent, position=last + 1,
        kind=Competency.Kind.COMPETENCY if parent else Competency.Kind.DOMAIN,
    )  # fmt: skip
    audit.record(by, "framework.competency_added", version, code=code)
    return row


@transaction.atomic
def save(
    *, competency: Competency, code: str, statement: str, by: User, revision: int | None = None,
    means_another: bool = False,
) -> Competency:  # fmt: skip
    """Change the text; or change the meaning, which creates a new identifier that replaces the old one."""
    version = lock_draft(competency.version, revision=revision)
    row = lock_for_update(competency)
    if statement != row.statement:
        row.texts.update(status=TranslatedText.Status.OUTDATED)
    row.code, row.statement = code, statement
    if means_another:
        row.case_id = uuid.uuid4()
        row.mapped_from.filter(kind=CompetencyMapping.Kind.EXACT).update(
            kind=CompetencyMapping.Kind.REPLACED_BY
        )
    row.save(update_fields=["code", "statement", "case_id", "updated_at"])
    audit.record(by, "framework.competency_saved", version, code=code, means_another=means_another)
    return row


@transaction.atomic
def remove(*, competency: Competency, by: User) -> None:
    """Raises `HasCompetenciesError` for an area that is not empty."""
    version = lock_draft(competency.version)
    if competency.children.exists():
        raise HasCompetenciesError
    audit.record(by, "framework.competency_removed", version, code=competency.code)
    competency.delete()


@transaction.atomic
def set_levels(
    *, version: FrameworkVersion, titles: Mapping[int, str], by: User, revision: int | None = None
) -> None:
    """Set the titles of levels 1 to 4; an empty title removes the level."""
    version = lock_draft(version, revision=revision)
    existing = {level.rank: level for level in version.levels.all()}
    for rank, title in titles.items():
        level = existing.get(rank)
        if not title:
            if level is not None:
                level.delete()
        elif level is None:
            ProficiencyLevel.objects.create(version=version, rank=rank, title=title)
        elif level.title != title:
            level.title = title
            level.save(update_fields=["title"])
            level.texts.update(status=TranslatedText.Status.OUTDATED)
    audit.record(by, "framework.levels_set", version)


@transaction.atomic
def translate(
    *,
    version: FrameworkVersion,
    language: str,
    texts: Mapping[str, str],
    by: User,
    revision: int | None = None,
) -> int:
    """Save translations, also of adopted editions, because translations do not change the edition.

    `texts` maps "c" (competency), "b" (behaviour), "d" (descriptor), "l" (level) or "p" (profile) and the row's
    id to its text; an empty text removes the translation. Returns how many changed. Raises
    `StaleRevisionError`.
    """
    version = lock_for_update(version)
    _count_up(version, revision)
    changed = 0
    for kind, model, owner, name, rows in _translatable(version):
        existing = {
            getattr(text, f"{owner}_id"): text
            for text in model.objects.filter(language=language, **{f"{owner}__in": rows})
        }
        for pk in rows.values_list("pk", flat=True):
            typed = texts.get(f"{kind}{pk}")
            if typed is not None:
                changed += _save_text(model, owner, pk, name, existing.get(pk), language, typed.strip())
    audit.record(by, "framework.translated", version, language=language, changed=changed)
    return changed


def _translatable(version: FrameworkVersion) -> list[tuple[str, Any, str, str, Any]]:
    return [
        ("c", CompetencyText, "competency", "statement", version.competencies.all()),
        (
            "b", BehaviouralIndicatorText, "indicator", "statement",
            BehaviouralIndicator.objects.filter(competency__version=version),
        ),
        ("l", ProficiencyLevelText, "level", "title", version.levels.all()),
        (
            "d", LevelDescriptorText, "descriptor", "statement",
            LevelDescriptor.objects.filter(competency__version=version),
        ),
        ("p", RoleProfileText, "profile", "title", version.profiles.all()),
    ]  # fmt: skip


def _save_text(model: Any, owner: str, pk: int, name: str, text: Any, language: str, typed: str) -> int:
    if text is None:
        if typed:
            model.objects.create(**{f"{owner}_id": pk, name: typed, "language": language})
        return int(bool(typed))
    if not typed:
        text.delete()
        return 1
    if getattr(text, name) == typed and text.status == TranslatedText.Status.COMPLETE:
        return 0
    # An unchanged translation beside a changed source was submitted again: someone has checked it.
    setattr(text, name, typed)
    text.status = TranslatedText.Status.COMPLETE
    text.save(update_fields=[name, "status"])
    return 1
