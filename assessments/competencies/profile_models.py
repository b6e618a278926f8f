"""Level descriptors of competencies, and the levels that roles require. Both are frozen with their edition."""

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessments.competencies.models import (
    FROZEN,
    OF_COMPETENCY,
    OF_VERSION,
    Competency,
    FrameworkQuerySet,
    FrameworkVersion,
)
from portal.access.models import PublicModel
from portal.audit.freeze_triggers import frozen_when
from portal.languages.models import TranslatedModel, TranslatedText

OF_PROFILE = FROZEN.format(
    version="(SELECT p.version_id FROM assessments_roleprofile p"
    " WHERE p.id = COALESCE(OLD.profile_id, NEW.profile_id))"
)


class LevelDescriptor(TranslatedModel):
    """What someone at this level of this competency can do. `statement` is the source, in English."""

    competency = models.ForeignKey(Competency, models.CASCADE, related_name="descriptors")
    level = models.PositiveSmallIntegerField(_("level"))
    statement = models.CharField(_("descriptor"), max_length=300)
    case_id = models.UUIDField(db_default=RandomUUID(), editable=False)

    class Meta:
        ordering = ["level"]
        triggers = [frozen_when(OF_COMPETENCY)]
        constraints = [
            models.UniqueConstraint(fields=["competency", "level"], name="level_descriptor_unique_level"),
            models.CheckConstraint(condition=Q(level__range=(1, 4)), name="level_descriptor_valid_level"),
        ]

    def __str__(self) -> str:
        language = get_language() or "en"
        return next(
            (text.statement for text in self.texts.all() if text.language == language), self.statement
        )


class LevelDescriptorText(TranslatedText):
    descriptor = models.ForeignKey(LevelDescriptor, models.CASCADE, related_name="texts")
    statement = models.CharField(_("descriptor"), max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["descriptor", "language"], name="level_descriptor_text_unique_language"
            )
        ]

    def __str__(self) -> str:
        return self.statement


class RoleProfile(TranslatedModel, PublicModel):
    """The level that a role (first-instance judge, clerk) needs in each competency; competencies not listed are
    not required.
    """

    version = models.ForeignKey(FrameworkVersion, models.CASCADE, related_name="profiles")
    code = models.SlugField(_("code"), max_length=20)
    title = models.CharField(_("role"), max_length=80)
    case_id = models.UUIDField(db_default=RandomUUID(), editable=False)
    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ["title", "code"]
        triggers = [frozen_when(OF_VERSION)]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code"],
                name="role_profile_unique_code",
                violation_error_message=_("This edition already has a profile with that code."),
            )
        ]

    def __str__(self) -> str:
        return self.title_in(get_language() or "en")

    def title_in(self, language: str) -> str:
        """The title in that language, or its source. Prefetch `texts` in lists."""
        return next((text.title for text in self.texts.all() if text.language == language), self.title)


class RoleProfileText(TranslatedText):
    profile = models.ForeignKey(RoleProfile, models.CASCADE, related_name="texts")
    title = models.CharField(_("role"), max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "language"], name="role_profile_text_unique_language")
        ]

    def __str__(self) -> str:
        return self.title


class RoleRequirement(models.Model):
    profile = models.ForeignKey(RoleProfile, models.CASCADE, related_name="requirements")
    competency = models.ForeignKey(Competency, models.CASCADE, related_name="required_by")
    level = models.PositiveSmallIntegerField(_("required level"))

    class Meta:
        ordering = ["competency__position", "id"]
        triggers = [frozen_when(OF_PROFILE)]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "competency"], name="role_requirement_unique_competency"
            ),
            models.CheckConstraint(condition=Q(level__range=(1, 4)), name="role_requirement_valid_level"),
        ]

    def __str__(self) -> str:
        return f"{self.competency_id}: {self.level}"
