"""Questionnaires: an instrument has versions (editions); an opened version is frozen with all its texts."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from assessments.competencies.models import Competency, FrameworkVersion
from participants.accounts.queries import Role, has_portal_wide_role, organisations_of
from participants.organisations.models import Organisation
from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.freeze_triggers import frozen_when
from portal.audit.tracking import tracked
from portal.files.models import StoredFile
from portal.languages.models import TranslatedText

_OPEN = (
    "EXISTS (SELECT 1 FROM assessments_instrumentversion v {joins} WHERE {row} AND v.opened_at IS NOT NULL)"
)
VERSION_IS_OPEN = _OPEN.format(joins="", row="v.id = COALESCE(OLD.version_id, NEW.version_id)")
QUESTION_IS_OPEN = _OPEN.format(
    joins="JOIN assessments_question q ON q.version_id = v.id",
    row="q.id = COALESCE(OLD.question_id, NEW.question_id)",
)
LIST_IS_OPEN = _OPEN.format(
    joins="JOIN assessments_choicelist l ON l.version_id = v.id",
    row="l.id = COALESCE(OLD.choice_list_id, NEW.choice_list_id)",
)
CHOICE_IS_OPEN = _OPEN.format(
    joins="""JOIN assessments_choicelist l ON l.version_id = v.id
    JOIN assessments_choice c ON c.choice_list_id = l.id""",
    row="c.id = COALESCE(OLD.choice_id, NEW.choice_id)",
)


class InstrumentQuerySet(models.QuerySet["Instrument"]):
    def visible_to(self, user: AnyUser) -> Self:
        if not user.is_authenticated:
            return self.none()
        if has_portal_wide_role(user, Role.COORDINATOR):
            return self
        return self.filter(owner__in=organisations_of(user, Role.COORDINATOR))


class Instrument(PublicModel):
    class Kind(models.TextChoices):
        NEEDS = "needs", _("Needs assessment")
        FEEDBACK = "feedback", _("Feedback")
        TRANSFER = "transfer", _("Transfer survey")
        EXCHANGE = "exchange", _("Exchange report")
        TEST = "test", _("Test")

    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="instruments", verbose_name=_("owner")
    )
    kind = models.CharField(_("type"), max_length=12, choices=Kind.choices, default=Kind.NEEDS)
    title = models.CharField(_("title"), max_length=200)
    # The key of the built-in questionnaire (builtin_templates.py) when it is used unchanged, so that
    # courses can be compared.
    builtin_template = models.CharField(max_length=12, blank=True, editable=False)
    objects = InstrumentQuerySet.as_manager()

    @property
    def has_single_edition(self) -> bool:
        """Whether it has no further editions: a test gets them from its course, and built-in questions do not
        change.
        """
        return bool(self.builtin_template) or self.kind == self.Kind.TEST

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "builtin_template"],
                condition=~Q(builtin_template=""),
                name="instrument_template_once_per_owner",
            )
        ]

    def __str__(self) -> str:
        """For built-in questions, in the reader's language."""
        return gettext(self.title) if self.builtin_template else self.title


class InstrumentVersionQuerySet(models.QuerySet["InstrumentVersion"]):
    def visible_to(self, user: AnyUser) -> Self:
        return self.filter(instrument__in=Instrument.objects.visible_to(user)).select_related(
            "instrument__owner"
        )


@tracked
class InstrumentVersion(PublicModel):
    """A version, frozen by `opened_at`: triggers then reject changes to its questions, choices and texts."""

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    opened_at = models.DateTimeField(null=True, blank=True)
    source_language = models.CharField(
        _("source language"), max_length=12, choices=settings.LANGUAGES, default="en"
    )
    framework_version = models.ForeignKey(
        FrameworkVersion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("framework")
    )
    revision = models.PositiveIntegerField(default=1)
    objects = InstrumentVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "number"], name="instrument_version_unique_number")
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.number}"

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None

    def text_in(self, language: str) -> "InstrumentVersionText | None":
        """Title and introduction in that language, else in the first that has them. Prefetch `texts` in lists."""
        texts = list(self.texts.all())
        return next((text for text in texts if text.language == language), texts[0] if texts else None)


class InstrumentVersionText(TranslatedText):
    """Title and introduction for respondents, in one language."""

    version = models.ForeignKey(InstrumentVersion, models.CASCADE, related_name="texts")
    title = models.CharField(_("title"), max_length=200)
    introduction = models.TextField(_("introduction"), blank=True)

    class Meta:
        triggers = [frozen_when(VERSION_IS_OPEN)]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language"], name="instrument_version_text_unique_language"
            )
        ]

    def __str__(self) -> str:
        return self.title


class ChoiceList(models.Model):
    """A list of choices that several questions can use."""

    version = models.ForeignKey(InstrumentVersion, models.CASCADE, related_name="choice_lists")
    name = models.CharField(_("name of the list"), max_length=60)

    class Meta:
        ordering = ["name"]
        triggers = [frozen_when(VERSION_IS_OPEN)]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "name"],
                name="choice_list_unique_name",
                violation_error_message=_("This questionnaire already has a list with that name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Choice(models.Model):
    """`columns` are the values for choice filters: column -> text, as in the XLSForm's extra columns."""

    choice_list = models.ForeignKey(ChoiceList, models.CASCADE, related_name="choices")
    name = models.CharField(_("code"), max_length=60)
    position = models.PositiveSmallIntegerField()
    columns = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["position"]
        triggers = [frozen_when(LIST_IS_OPEN)]
        constraints = [
            models.UniqueConstraint(fields=["choice_list", "name"], name="choice_unique_name"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(name__contains=" "), name="choice_name_has_no_space"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ChoiceText(TranslatedText):
    choice = models.ForeignKey(Choice, models.CASCADE, related_name="texts")
    label = models.CharField(_("label"), max_length=300)

    class Meta:
        triggers = [frozen_when(CHOICE_IS_OPEN)]
        constraints = [
            models.UniqueConstraint(fields=["choice", "language"], name="choice_text_unique_language")
        ]

    def __str__(self) -> str:
        return self.label


class Question(models.Model):
    """A question, or a group or repeat of questions. Expressions are stored as written and parsed by
    `expressions.py`.
    """

    class Type(models.TextChoices):
        RATING = "rating", _("Task to rate on both scales")
        TEXT = "text", _("Text")
        INTEGER = "integer", _("Whole number")
        DECIMAL = "decimal", _("Decimal number")
        RANGE = "range", _("Number within a range")
        DATE = "date", _("Date")
        TIME = "time", _("Time of day")
        DATETIME = "datetime", _("Date and time")
        SELECT_ONE = "select_one", _("Select one")
        SELECT_MULTIPLE = "select_multiple", _("Select many")
        RANK = "rank", _("Ranking")
        FILE = "file", _("File")
        NOTE = "note", _("Note")
        ACKNOWLEDGE = "acknowledge", _("Consent")
        CALCULATE = "calculate", _("Calculated value")
        GROUP = "group", _("Group")
        REPEAT = "repeat", _("Repeating group")

    class TestForm(models.TextChoices):
        A = "a", _("Before")
        B = "b", _("After")
        ANCHOR = "anchor", _("Both times")

    class Scale(models.TextChoices):
        IMPORTANCE = "importance", _("Importance")
        ABILITY = "ability", _("Present ability")

    version = models.ForeignKey(InstrumentVersion, models.CASCADE, related_name="questions")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="members")
    name = models.CharField(_("name"), max_length=60)
    type = models.CharField(_("type"), max_length=16, choices=Type.choices)
    position = models.PositiveSmallIntegerField()
    competency = models.ForeignKey(
        Competency, models.PROTECT, null=True, blank=True, related_name="questions"
    )
    scale = models.CharField(max_length=12, choices=Scale.choices, blank=True)
    choice_list = models.ForeignKey(
        ChoiceList, models.PROTECT, null=True, blank=True, related_name="questions"
    )
    required = models.CharField(_("required"), max_length=2000, blank=True)
    relevant = models.CharField(_("asked only if"), max_length=2000, blank=True)
    constraint = models.CharField(_("accepted only if"), max_length=2000, blank=True)
    calculation = models.CharField(_("calculated as"), max_length=2000, blank=True)
    choice_filter = models.CharField(_("choices offered only if"), max_length=2000, blank=True)
    default = models.CharField(_("default value"), max_length=500, blank=True)
    appearance = models.CharField(_("appearance"), max_length=60, blank=True)
    parameters = models.CharField(_("parameters"), max_length=200, blank=True)
    # For tests: the correct answer in canonical form, and in which of two equivalent forms the question is
    # asked.
    correct_answer = models.CharField(_("correct answer"), max_length=500, blank=True)
    test_form = models.CharField(_("when it is asked"), max_length=8, choices=TestForm.choices, blank=True)
    image = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position"]
        triggers = [frozen_when(VERSION_IS_OPEN)]
        constraints = [
            models.CheckConstraint(
                condition=Q(test_form__in=["", "a", "b", "anchor"]), name="question_valid_test_form"
            ),
            models.UniqueConstraint(
                fields=["version", "name"],
                name="question_unique_name",
                violation_error_message=_("Another question in this questionnaire already has this name."),
            ),
            models.CheckConstraint(
                condition=~Q(type="rating") | Q(scale__in=["importance", "ability"]),
                name="question_rating_has_scale",
            ),
            models.CheckConstraint(
                condition=~Q(type__in=["select_one", "select_multiple", "rank"])
                | Q(choice_list__isnull=False),
                name="question_choices_have_a_list",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="question_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def display_label(self) -> str:
        """Its label in the page's language if there is one. Prefetch `texts` and the competency's texts."""
        if self.competency is not None:
            return str(self.competency)
        texts = {text.language: text.label for text in self.texts.all()}
        return texts.get(get_language() or "en") or next(iter(texts.values()), "")


class QuestionText(TranslatedText):
    """A question's texts in one language. A rating without its own text uses its competency's."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="texts")
    label = models.TextField(_("label"), blank=True)
    hint = models.TextField(_("hint"), blank=True)
    constraint_message = models.CharField(_("message if not accepted"), max_length=500, blank=True)
    required_message = models.CharField(_("message if left empty"), max_length=500, blank=True)
    image_alt = models.CharField(_("image description"), max_length=300, blank=True)
    explanation = models.TextField(_("explanation"), blank=True)

    class Meta:
        triggers = [frozen_when(QUESTION_IS_OPEN)]
        constraints = [
            models.UniqueConstraint(fields=["question", "language"], name="question_text_unique_language")
        ]

    def __str__(self) -> str:
        return self.label
