"""Competency frameworks: domains, competencies, levels. A version is frozen once used."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participants.organisations.models import Jurisdiction, Organisation
from portal.access.models import PublicModel
from portal.audit.tracking import tracked
from portal.languages.models import TranslatedText


class FrameworkQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Frameworks are common ground: everyone signed in reads them."""
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
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DRAFT)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    objects = FrameworkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="framework_version_one_a_number"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "adopted", "retired"]), name="framework_version_known_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.framework} {self.number}"


class Competency(PublicModel):
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
    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ["position", "code"]
        verbose_name_plural = _("competencies")
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="competency_one_a_code"),
            models.CheckConstraint(
                condition=Q(kind="domain", parent=None) | Q(kind="competency", parent__isnull=False),
                name="competency_stands_in_a_domain",
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
            models.UniqueConstraint(fields=["competency", "language"], name="competency_text_one_a_language")
        ]

    def __str__(self) -> str:
        return self.statement


class ProficiencyLevel(models.Model):
    """1 aware, 2 applies with support, 3 independent, 4 teaches or leads (docs/terms.md §3)."""

    version = models.ForeignKey(FrameworkVersion, models.CASCADE, related_name="levels")
    rank = models.PositiveSmallIntegerField(_("rank"))
    title = models.CharField(_("title"), max_length=80)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["version", "rank"], name="proficiency_level_one_a_rank")
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
                fields=["level", "language"], name="proficiency_level_text_one_a_language"
            )
        ]

    def __str__(self) -> str:
        return self.title
