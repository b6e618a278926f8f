"""Units of an edition and how far each person got. Units, items and options freeze with their edition."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.competencies.models import Competency
from portal.access.models import PublicModel
from portal.audit.freezing import frozen_when
from portal.files.models import StoredFile
from programs.cohorts.models import Cohort, Enrolment
from programs.curriculum.models import EDITION_IS_FROZEN, OF_EDITION, CorePart, Edition


class UnitQuerySet(models.QuerySet["Unit"]):
    def visible_to(self, user: Any) -> Self:
        """Content is for those enrolled in a cohort of the edition and for those who may see its draft."""
        if not user.is_authenticated:
            return self.none()
        enrolled = Enrolment.objects.filter(person__user=user).seated()
        staffed = Cohort.objects.staffed_by(user)
        return self.filter(
            Q(part__edition__in=Edition.objects.filter(cohorts__in=enrolled.values("cohort")).values("pk"))
            | Q(part__edition__in=staffed.values("edition"))
        )


class Unit(PublicModel):
    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        FILE = "file", _("File")
        VIDEO = "video", _("Video link")
        QUIZ = "quiz", _("Quiz")

    part = models.ForeignKey(CorePart, models.CASCADE, related_name="units")
    position = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    url = models.URLField(_("address"), blank=True)
    transcript = models.TextField(_("transcript"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=15)
    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["part__position", "position"]
        triggers = [
            frozen_when(
                EDITION_IS_FROZEN.format(
                    edition="""(SELECT p.edition_id FROM programs_corepart p
                    WHERE p.id = COALESCE(OLD.part_id, NEW.part_id))"""
                )
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["part", "position"], name="unit_one_a_position", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=Q(kind="text")
                | Q(kind="quiz")
                | Q(kind="file", file__isnull=False)
                | (Q(kind="video") & ~Q(url="")),
                name="unit_has_its_content",
                violation_error_message=_("Add the file or the address that this unit shows."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Quiz(PublicModel):
    """Draws `items_a_competency` items of its form from the edition's pool: the blueprint that pre and post share."""

    class Phase(models.TextChoices):
        PRACTICE = "practice", _("Practice")
        PRE = "pre", _("Before the course")
        POST = "post", _("After the course")
        RETENTION = "retention", _("Months later")

    unit = models.OneToOneField(Unit, models.CASCADE, related_name="quiz")
    phase = models.CharField(_("phase"), max_length=10, choices=Phase.choices)
    items_a_competency = models.PositiveSmallIntegerField(_("questions a competency"), default=2)
    pass_share = models.DecimalField(_("share to pass"), max_digits=4, decimal_places=3, default=0)

    class Meta:
        verbose_name_plural = _("quizzes")
        triggers = [
            frozen_when(
                EDITION_IS_FROZEN.format(
                    edition="""(SELECT p.edition_id FROM programs_unit u JOIN programs_corepart p ON p.id = u.part_id
                    WHERE u.id = COALESCE(OLD.unit_id, NEW.unit_id))"""
                )
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(pass_share__gte=0, pass_share__lte=1), name="quiz_pass_is_a_share"
            )
        ]

    def __str__(self) -> str:
        return str(self.unit)


class QuizItem(PublicModel):
    """A question of the edition's pool. Equivalent forms: `a` is asked before, `b` after, `anchor` both times."""

    class Form(models.TextChoices):
        A = "a", _("Before")
        B = "b", _("After")
        ANCHOR = "anchor", _("Both times")

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="quiz_items")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    form = models.CharField(max_length=8, choices=Form.choices)
    position = models.PositiveSmallIntegerField()
    stem = models.TextField(_("question"))
    explanation = models.TextField(_("why"), blank=True)

    class Meta:
        ordering = ["position"]
        triggers = [frozen_when(OF_EDITION)]

    def __str__(self) -> str:
        return self.stem[:60]


class QuizOption(models.Model):
    item = models.ForeignKey(QuizItem, models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("answer"), max_length=400)
    is_right = models.BooleanField(_("right"), default=False)

    class Meta:
        ordering = ["position"]
        triggers = [
            frozen_when(
                EDITION_IS_FROZEN.format(
                    edition="""(SELECT q.edition_id FROM programs_quizitem q
                    WHERE q.id = COALESCE(OLD.item_id, NEW.item_id))"""
                )
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(is_right=True), name="quiz_option_one_is_right"
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Progress(models.Model):
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="progress")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="progress")
    opened_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "unit"], name="progress_one_a_unit")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.unit_id}"


class QuizAttempt(PublicModel):
    """What was answered and scored. `answers` is frozen: item id -> option id."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="quiz_attempts")
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField(default=1)
    answers = models.JSONField(default=dict)
    score = models.PositiveSmallIntegerField(_("score"))
    max_score = models.PositiveSmallIntegerField(_("of"))
    submitted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "quiz", "number"], name="quiz_attempt_one_a_number"),
            models.CheckConstraint(
                condition=Q(score__lte=F("max_score"), max_score__gte=1), name="quiz_attempt_score_within"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.score}/{self.max_score}"
