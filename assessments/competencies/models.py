"""Competency frameworks: domains, competencies, levels. A version is frozen once adopted."""

from typing import Self

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participants.organisations.models import Jurisdiction, Organisation
from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.freeze_triggers import frozen_when
from portal.audit.tracking import tracked
from portal.languages.models import TranslatedModel, TranslatedText

# An adopted or retired edition never changes, except for its translations.
FROZEN = "EXISTS (SELECT 1 FROM assessments_frameworkversion v WHERE v.id = {version} AND v.state <> 'draft')"
OF_VERSION = FROZEN.format(version="COALESCE(OLD.version_id, NEW.version_id)")
OF_COMPETENCY = FROZEN.format(
    version="(SELECT c.version_id FROM assessments_competency c"
    " WHERE c.id = COALESCE(OLD.competency_id, NEW.competency_id))"
)


class FrameworkQuerySet(models.QuerySet):
    def visible_to(self, user: AnyUser) -> Self:
        """Everyone signed in sees all frameworks."""
        return self if user.is_authenticated else self.none()


@tracked
class Framework(PublicModel):
    """A common core, or a national addition that extends one."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=200)
    owner = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, null=True, blank=True, related_name="+")
    extends = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="additions")
    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(condition=~Q(extends=F("id")), name="framework_not_its_own_core")
        ]

    def __str__(self) -> str:
        return self.title


@tracked
class FrameworkVersion(PublicModel):
    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ADOPTED = "adopted", _("Adopted")
        RETIRED = "retired", _("Retired")

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="versions")
    number = models.CharField(_("number"), max_length=12)
    state = models.CharField(_("status"), max_length=8, choices=State.choices, default=State.DRAFT)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    case_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    revision = models.PositiveIntegerField(default=1)
    objects = FrameworkQuerySet.as_manager()

    class Meta:
        triggers = [
            frozen_when(
                """TG_OP <> 'INSERT' AND OLD.state <> 'draft' AND (TG_OP = 'DELETE' OR NEW.state = 'draft'
                OR ROW(OLD.framework_id, OLD.number, OLD.case_id)
                IS DISTINCT FROM ROW(NEW.framework_id, NEW.number, NEW.case_id))"""
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="framework_version_unique_number"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "adopted", "retired"]), name="framework_version_valid_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.framework} {self.number}"


class Competency(TranslatedModel, PublicModel):
    """A domain or a competency in it. `statement` is the source text, in English; translations are its texts."""

    class Kind(models.TextChoices):
        DOMAIN = "domain", _("Domain")
        COMPETENCY = "competency", _("Competency")

    version = models.ForeignKey(FrameworkVersion, models.PROTECT, related_name="competencies")
    code = models.CharField(_("code"), max_length=20)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.COMPETENCY)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    position = models.PositiveSmallIntegerField(default=0)
    statement = models.CharField(_("statement"), max_length=300)
    case_id = models.UUIDField(
        db_default=RandomUUID(), editable=False
    )  # the same in each edition while its meaning stays the same
    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ["position", "code"]
        verbose_name_plural = _("competencies")
        triggers = [frozen_when(OF_VERSION)]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code"],
                name="competency_unique_code",
                violation_error_message=_("This edition already uses that code."),
            ),
            models.UniqueConstraint(fields=["version", "case_id"], name="competency_unique_case_id"),
            models.CheckConstraint(
                condition=Q(kind="domain", parent=None) | Q(kind="competency", parent__isnull=False),
                name="competency_has_domain",
            ),
        ]

    def __str__(self) -> str:
        return self.statement_in(get_language() or "en")

    def statement_in(self, language: str) -> str:
        """The statement in that language, or its source. Prefetch `texts` in lists."""
        return next(
            (text.statement for text in self.texts.all() if text.language == language), self.statement
        )


class CompetencyText(TranslatedText):
    competency = models.ForeignKey(Competency, models.CASCADE, related_name="texts")
    statement = models.CharField(_("statement"), max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["competency", "language"], name="competency_text_unique_language")
        ]

    def __str__(self) -> str:
        return self.statement


class BehaviouralIndicator(TranslatedModel, PublicModel):
    """What someone who has the competency does, at one level or at all of them."""

    competency = models.ForeignKey(Competency, models.CASCADE, related_name="behaviours")
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    statement = models.CharField(_("behaviour"), max_length=300)
    case_id = models.UUIDField(db_default=RandomUUID(), editable=False)
    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ["level", "position", "id"]
        triggers = [frozen_when(OF_COMPETENCY)]
        constraints = [
            models.UniqueConstraint(
                fields=["competency", "case_id"], name="behavioural_indicator_unique_case_id"
            ),
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__range=(1, 4)), name="behavioural_indicator_valid_level"
            ),
        ]

    def __str__(self) -> str:
        language = get_language() or "en"
        return next(
            (text.statement for text in self.texts.all() if text.language == language), self.statement
        )


class BehaviouralIndicatorText(TranslatedText):
    indicator = models.ForeignKey(BehaviouralIndicator, models.CASCADE, related_name="texts")
    statement = models.CharField(_("behaviour"), max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "language"], name="behavioural_indicator_text_unique_language"
            )
        ]

    def __str__(self) -> str:
        return self.statement


class CompetencyMapping(models.Model):
    """The successor of a competency in a later edition, or its equivalent in another framework."""

    class Kind(models.TextChoices):
        EXACT = "exact", _("Exact match")
        CLOSE = "close", _("Close match")
        BROADER = "broader", _("Broader")
        NARROWER = "narrower", _("Narrower")
        RELATED = "related", _("Related")
        REPLACED_BY = "replaced_by", _("Replaced by")

    origin = models.ForeignKey(Competency, models.CASCADE, related_name="mappings")
    target = models.ForeignKey(Competency, models.CASCADE, related_name="mapped_from")
    kind = models.CharField(_("mapping"), max_length=12, choices=Kind.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["origin", "target"], name="competency_mapping_unique_pair"),
            models.CheckConstraint(
                condition=~Q(origin=F("target")), name="competency_mapping_of_two_competencies"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["exact", "close", "broader", "narrower", "related", "replaced_by"]),
                name="competency_mapping_valid_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin_id} {self.kind} {self.target_id}"


class ProficiencyLevel(TranslatedModel):
    """1 aware, 2 applies with support, 3 independent, 4 teaches or leads (docs/glossary.md §3)."""

    version = models.ForeignKey(FrameworkVersion, models.CASCADE, related_name="levels")
    rank = models.PositiveSmallIntegerField(_("rank"))
    title = models.CharField(_("title"), max_length=80)
    case_id = models.UUIDField(db_default=RandomUUID(), editable=False)

    class Meta:
        ordering = ["rank"]
        triggers = [frozen_when(OF_VERSION)]
        constraints = [
            models.UniqueConstraint(fields=["version", "rank"], name="proficiency_level_unique_rank")
        ]

    def __str__(self) -> str:
        return self.title_in(get_language() or "en")

    def title_in(self, language: str) -> str:
        """The title in that language, or its source. Prefetch `texts` in lists."""
        return next((text.title for text in self.texts.all() if text.language == language), self.title)


class ProficiencyLevelText(TranslatedText):
    level = models.ForeignKey(ProficiencyLevel, models.CASCADE, related_name="texts")
    title = models.CharField(_("title"), max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["level", "language"], name="proficiency_level_text_unique_language"
            )
        ]

    def __str__(self) -> str:
        return self.title
