"""Units, tests and question banks of an edition, which are frozen with it, and people's progress and attempts."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.collection.models import Collection, Invitation
from assessments.competencies.models import Competency
from assessments.instruments.models import InstrumentVersion
from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.freeze_triggers import frozen_when
from portal.files.models import StoredFile
from programs.cohorts.models import Cohort, Enrolment
from programs.curriculum.models import EDITION_IS_FROZEN, OF_EDITION, Edition, Section


class UnitQuerySet(models.QuerySet["Unit"]):
    def visible_to(self, user: AnyUser) -> Self:
        """Units of editions in whose cohorts the user is enrolled or staff, or that the user may write."""
        if not user.is_authenticated:
            return self.none()
        enrolled = Enrolment.objects.filter(person__user=user).seated()
        staffed = Cohort.objects.staffed_by(user)
        return self.filter(
            Q(section__edition__in=Edition.objects.filter(cohorts__in=enrolled.values("cohort")).values("pk"))
            | Q(section__edition__in=staffed.values("edition"))
            | Q(section__edition__in=Edition.objects.written_by(user).values("pk"))
        )


class Unit(PublicModel):
    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        FILE = "file", _("File")
        VIDEO = "video", _("Video link")
        QUIZ = "quiz", _("Test")

    section = models.ForeignKey(Section, models.CASCADE, related_name="units")
    position = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("type"), max_length=8, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    url = models.URLField(_("web address"), blank=True)
    transcript = models.TextField(_("transcript"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=15)
    revision = models.PositiveIntegerField(default=1)
    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["section__position", "position"]
        triggers = [
            frozen_when(
                EDITION_IS_FROZEN.format(
                    editions="""SELECT s.edition_id FROM programs_section s
                    WHERE s.id IN (OLD.section_id, NEW.section_id)"""
                )
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "position"],
                name="unit_unique_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(kind="text")
                | Q(kind="quiz")
                | Q(kind="file", file__isnull=False)
                | (Q(kind="video") & ~Q(url="")),
                name="unit_has_its_content",
                violation_error_message=_("Add the file or the web address for this unit."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class UnitCompetency(models.Model):
    """A competency that the unit teaches, so that a failed test can say what to read again."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="competencies")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")

    class Meta:
        triggers = [
            frozen_when(
                EDITION_IS_FROZEN.format(
                    editions="""SELECT s.edition_id FROM programs_unit u JOIN programs_section s ON s.id = u.section_id
                    WHERE u.id IN (OLD.unit_id, NEW.unit_id)"""
                )
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["unit", "competency"], name="unit_competency_unique_pair")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.competency_id}"


class Quiz(PublicModel):
    """A test: `items_per_competency` questions of its form are selected from the question bank.

    `pass_share` of the final test is the default for cohorts without completion criteria of their own; 0 if not set.
    """

    class Phase(models.TextChoices):
        PRACTICE = "practice", _("Practice test")
        PRE = "pre", _("Before the course")
        POST = "post", _("After the course")
        RETENTION = "retention", _("6 months after the course")

    unit = models.OneToOneField(Unit, models.CASCADE, related_name="quiz")
    phase = models.CharField(_("phase"), max_length=10, choices=Phase.choices)
    items_per_competency = models.PositiveSmallIntegerField(_("questions per competency"), default=2)
    pass_share = models.DecimalField(_("pass mark"), max_digits=4, decimal_places=3, default=0)

    class Meta:
        verbose_name_plural = _("tests")
        triggers = [
            frozen_when(
                EDITION_IS_FROZEN.format(
                    editions="""SELECT s.edition_id FROM programs_unit u JOIN programs_section s ON s.id = u.section_id
                    WHERE u.id IN (OLD.unit_id, NEW.unit_id)"""
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


class QuestionBank(models.Model):
    """The questions of an edition's tests, stored as a questionnaire, which is frozen when the edition is published.

    Equivalent forms (`Question.test_form`): `a` is used before the course, `b` after it, `anchor` both times.
    """

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="question_bank")
    version = models.OneToOneField(InstrumentVersion, models.PROTECT, related_name="question_bank")

    class Meta:
        triggers = [frozen_when(OF_EDITION)]

    def __str__(self) -> str:
        return str(self.version)


class CohortQuiz(models.Model):
    """A test of one cohort: its collection has the selected questions and the attempts as invitations."""

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="tests")
    quiz = models.ForeignKey("Quiz", models.PROTECT, related_name="collections")
    collection = models.OneToOneField(Collection, models.PROTECT, related_name="test")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cohort", "quiz"], name="cohort_quiz_unique_cohort")]

    def __str__(self) -> str:
        return f"{self.cohort_id} {self.quiz_id}"


class StartedAttempt(models.Model):
    """An attempt in progress, as an invitation; when it is submitted, a QuizAttempt with the same number is created."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="started_attempts")
    quiz = models.ForeignKey("Quiz", models.PROTECT, related_name="started_attempts")
    number = models.PositiveSmallIntegerField(default=1)
    invitation = models.OneToOneField(Invitation, models.PROTECT, related_name="started_attempt")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "quiz", "number"], name="started_attempt_unique_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.quiz_id}.{self.number}"


class Progress(models.Model):
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="progress")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="progress")
    opened_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "unit"], name="progress_unique_unit")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.unit_id}"


class QuizAttempt(PublicModel):
    """A submitted and scored attempt; `answers` maps the name of each question to its value."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="quiz_attempts")
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField(default=1)
    answers = models.JSONField(default=dict)
    score = models.PositiveSmallIntegerField(_("score"))
    max_score = models.PositiveSmallIntegerField(_("maximum score"))
    submitted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "quiz", "number"], name="quiz_attempt_unique_number"
            ),
            models.CheckConstraint(
                condition=Q(score__lte=F("max_score"), max_score__gte=1), name="quiz_attempt_score_within"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.score}/{self.max_score}"
