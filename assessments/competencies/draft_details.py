"""Edit behaviours, level descriptors, role profiles and mappings.

A mapping names the equivalent of a competency in another framework. It changes neither edition, so it can be
added to an adopted one, as a translation can.
"""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments.competencies.editing import lock_draft
from assessments.competencies.models import (
    BehaviouralIndicator,
    Competency,
    CompetencyMapping,
    FrameworkVersion,
)
from assessments.competencies.profile_models import LevelDescriptor, RoleProfile, RoleRequirement
from participants.accounts.models import User
from portal.access.errors import DomainError
from portal.access.locking import lock_for_update
from portal.access.ordering import shift
from portal.audit import services as audit
from portal.languages.models import TranslatedText

OUTDATED = TranslatedText.Status.OUTDATED


class SameFrameworkError(DomainError):
    code = "same_framework"
    field = "target"
    message = _(
        "Choose a competency from another framework. Editions of the same framework are already linked."
    )


@transaction.atomic
def save_behaviour(
    *, behaviour: BehaviouralIndicator, statement: str, by: User, level: int | None = None, revision: int | None = None
) -> BehaviouralIndicator:  # fmt: skip
    """Change the text or the level; on another level it comes last. Translations of the old text become
    outdated.
    """
    version = lock_draft(behaviour.competency.version, revision=revision)
    row = lock_for_update(behaviour)
    if statement != row.statement:
        row.texts.update(status=OUTDATED)
    if level != row.level:
        row.position = 1 + max(
            (one.position for one in row.competency.behaviours.filter(level=level)), default=0
        )
    row.statement, row.level = statement, level
    row.save(update_fields=["statement", "level", "position", "updated_at"])
    audit.record(by, "framework.behaviour_saved", version, code=row.competency.code)
    return row


@transaction.atomic
def move_behaviour(*, behaviour: BehaviouralIndicator, step: int, by: User) -> None:
    """Move one position up (-1) or down (1) within its level; at the end it stays. Raises GoneError."""
    version = lock_draft(behaviour.competency.version)
    shift(behaviour, behaviour.competency.behaviours.filter(level=behaviour.level), step=step)
    audit.record(by, "framework.behaviour_moved", version, code=behaviour.competency.code)


@transaction.atomic
def describe(
    *, competency: Competency, statements: Mapping[int, str], by: User, revision: int | None = None
) -> None:
    """Describe each level of the competency; an empty statement removes the descriptor."""
    version = lock_draft(competency.version, revision=revision)
    existing = {row.level: row for row in competency.descriptors.all()}
    for level, statement in statements.items():
        row = existing.get(level)
        if row is None:
            if statement:
                LevelDescriptor.objects.create(competency=competency, level=level, statement=statement)
        elif not statement:
            row.delete()
        elif row.statement != statement:
            row.statement = statement
            row.save(update_fields=["statement"])
            row.texts.update(status=OUTDATED)
    audit.record(by, "framework.levels_described", version, code=competency.code)


@transaction.atomic
def add_profile(
    *, version: FrameworkVersion, code: str, title: str, by: User, levels: Mapping[int, int],
    revision: int | None = None,
) -> RoleProfile:  # fmt: skip
    """`levels` maps a competency's id to the level that the role needs."""
    version = lock_draft(version, revision=revision)
    profile = RoleProfile.objects.create(version=version, code=code, title=title)
    _require(profile, levels)
    audit.record(by, "framework.profile_added", version, code=code)
    return profile


@transaction.atomic
def save_profile(
    *, profile: RoleProfile, code: str, title: str, by: User, levels: Mapping[int, int], revision: int | None = None
) -> RoleProfile:  # fmt: skip
    version = lock_draft(profile.version, revision=revision)
    row = lock_for_update(profile)
    if title != row.title:
        row.texts.update(status=OUTDATED)
    row.code, row.title = code, title
    row.save(update_fields=["code", "title", "updated_at"])
    row.requirements.all().delete()
    _require(row, levels)
    audit.record(by, "framework.profile_saved", version, code=code)
    return row


def _require(profile: RoleProfile, levels: Mapping[int, int]) -> None:
    competencies = Competency.objects.filter(
        version=profile.version_id, kind=Competency.Kind.COMPETENCY, pk__in=list(levels)
    )
    RoleRequirement.objects.bulk_create(
        RoleRequirement(profile=profile, competency=one, level=levels[one.pk]) for one in competencies
    )


@transaction.atomic
def remove_profile(*, profile: RoleProfile, by: User) -> None:
    version = lock_draft(profile.version)
    audit.record(by, "framework.profile_removed", version, code=profile.code)
    profile.delete()


@transaction.atomic
def map_to(*, competency: Competency, target: Competency, kind: str, by: User) -> CompetencyMapping:
    """Map a competency to one of another framework, replacing an earlier mapping of the same pair.

    Raises `SameFrameworkError`.
    """
    if target.version.framework_id == competency.version.framework_id:
        raise SameFrameworkError
    mapping, _made = CompetencyMapping.objects.update_or_create(
        origin=competency, target=target, defaults={"kind": kind}
    )
    audit.record(
        by, "framework.competency_mapped", competency.version, code=competency.code, kind=kind,
        target=f"{target.version}: {target.code}",
    )  # fmt: skip
    return mapping


@transaction.atomic
def unmap(*, competency: Competency, target: Competency, by: User) -> None:
    """Remove mappings to other frameworks only; those between editions of one framework stay."""
    found = CompetencyMapping.objects.filter(origin=competency, target=target)
    if found.exclude(target__version__framework=competency.version.framework_id).delete()[0]:
        audit.record(
            by, "framework.mapping_removed", competency.version, code=competency.code,
            target=f"{target.version}: {target.code}",
        )  # fmt: skip
