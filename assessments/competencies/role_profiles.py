"""Role profiles of a draft edition: the level that a role needs in each competency."""

from collections.abc import Mapping

from django.db import transaction

from assessments.competencies.editing import lock_draft
from assessments.competencies.models import Competency, FrameworkVersion
from assessments.competencies.profile_models import RoleProfile, RoleRequirement
from participants.accounts.models import User
from portal.access.locking import lock_for_update
from portal.audit import services as audit
from portal.languages.models import TranslatedText


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
        row.texts.update(status=TranslatedText.Status.OUTDATED)
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
        RoleRequirement(profile=profile, competency=competency, level=levels[competency.pk])
        for competency in competencies
    )


@transaction.atomic
def remove_profile(*, profile: RoleProfile, by: User) -> None:
    version = lock_draft(profile.version)
    audit.record(by, "framework.profile_removed", version, code=profile.code)
    profile.delete()
