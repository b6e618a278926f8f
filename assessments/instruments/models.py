"""Questionnaires: an instrument has versions; an opened version is frozen."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.competencies.models import Competency
from participants.accounts.queries import Role, holds_portal_wide, organisations_of
from participants.organisations.models import Organisation
from portal.access.models import PublicModel
from portal.audit.freezing import frozen_when
from portal.audit.tracking import tracked
from portal.languages.models import TranslatedText

VERSION_IS_OPEN = """EXISTS (SELECT 1 FROM assessments_instrumentversion v
    WHERE v.id = COALESCE(OLD.version_id, NEW.version_id) AND v.opened_at IS NOT NULL)"""


class InstrumentQuerySet(models.QuerySet["Instrument"]):
    def visible_to(self, user: Any) -> Self:
        if not user.is_authenticated:
            return self.none()
        if holds_portal_wide(user, Role.COORDINATOR):
            return self
        return self.filter(owner__in=organisations_of(user, Role.COORDINATOR))


class Instrument(PublicModel):
    class Kind(models.TextChoices):
        NEEDS = "needs", _("Needs assessment")
        FEEDBACK = "feedback", _("Feedback")
        TRANSFER = "transfer", _("Transfer survey")

    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="instruments")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.NEEDS)
    title = models.CharField(_("title"), max_length=200)
    objects = InstrumentQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


@tracked
class InstrumentVersion(PublicModel):
    """Frozen by `opened_at`: triggers refuse changes to its questions and words from then on."""

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instrument", "number"], name="instrument_version_one_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.number}"

    def words_in(self, language: str) -> "InstrumentVersionText | None":
        """Title and introduction in that language, else in the first that has any. Prefetch `texts` in lists."""
        texts = list(self.texts.all())
        return next((text for text in texts if text.language == language), texts[0] if texts else None)


class InstrumentVersionText(TranslatedText):
    """What respondents read above the questions, in one language."""

    version = models.ForeignKey(InstrumentVersion, models.CASCADE, related_name="texts")
    title = models.CharField(_("title"), max_length=200)
    introduction = models.TextField(_("introduction"), blank=True)

    class Meta:
        triggers = [frozen_when(VERSION_IS_OPEN)]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language"], name="instrument_version_text_one_a_language"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    class Type(models.TextChoices):
        RATING = "rating", _("Rating")
        TEXT = "text", _("Text")

    class Scale(models.TextChoices):
        IMPORTANCE = "importance", _("Importance")
        ABILITY = "ability", _("Current performance")

    version = models.ForeignKey(InstrumentVersion, models.CASCADE, related_name="questions")
    name = models.SlugField(max_length=60)
    type = models.CharField(max_length=12, choices=Type.choices)
    position = models.PositiveSmallIntegerField()
    competency = models.ForeignKey(
        Competency, models.PROTECT, null=True, blank=True, related_name="questions"
    )
    scale = models.CharField(max_length=12, choices=Scale.choices, blank=True)

    class Meta:
        ordering = ["position"]
        triggers = [frozen_when(VERSION_IS_OPEN)]
        constraints = [
            models.UniqueConstraint(fields=["version", "name"], name="question_one_a_name"),
            models.CheckConstraint(
                condition=~Q(type="rating")
                | Q(competency__isnull=False, scale__in=["importance", "ability"]),
                name="question_rating_has_competency_and_scale",
            ),
        ]

    def __str__(self) -> str:
        return self.name
