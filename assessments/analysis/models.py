"""Comments coded, findings written, and the anonymised data set of a closed collection."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from assessments.collection.models import Answer, Collection
from assessments.needs.models import NeedsAssessment, Ranking
from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.freeze_triggers import frozen_when
from portal.audit.tracking import tracked
from portal.files.models import StoredFile


class CommentTag(models.Model):
    """A code that groups comments of one collection."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="comment_tags")
    name = models.CharField(_("tag"), max_length=60)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("collection", Lower("name"), name="comment_tag_unique_name"),
            models.CheckConstraint(condition=~Q(name=""), name="comment_tag_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class CodedComment(models.Model):
    """How a coordinator coded one comment: `spans` are blacked out in `redacted`, and only `redacted` is
    shared.

    The original stays with its answer, for coordinators. This row has neither group nor jurisdiction.
    """

    collection = models.ForeignKey(Collection, models.PROTECT, related_name="coded_comments")
    answer = models.OneToOneField(Answer, models.PROTECT, related_name="coded_comment")
    spans = models.JSONField(default=list)
    redacted = models.TextField()
    tags = models.ManyToManyField(CommentTag, related_name="comments", blank=True)
    is_shared = models.BooleanField(_("shared"), default=False)
    revision = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["collection", "is_shared"], name="read_comment_shared")]

    def __str__(self) -> str:
        return self.redacted[:60]


class FindingsQuerySet(models.QuerySet["Findings"]):
    def visible_to(self, user: AnyUser) -> Self:
        """Published findings are visible to everyone, signed in or not; drafts to those who see the assessment."""
        published = Q(state=Findings.State.PUBLISHED)
        if not user.is_authenticated:
            return self.filter(published)
        return self.filter(published | Q(ranking__assessment__in=NeedsAssessment.objects.visible_to(user)))


@tracked
class Findings(PublicModel):
    """The findings of an assessment: drafted from the figures by rules, edited by a coordinator, published.

    `body` maps section to text; a figure in it is the name of a frozen cell in braces. Published findings
    cannot be changed.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    ranking = models.ForeignKey(Ranking, models.PROTECT, related_name="findings")
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    body = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField(null=True, blank=True)
    # Who saved the text last, and who published it: two people.
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    objects = FindingsQuerySet.as_manager()

    class Meta:
        ordering = ["language"]
        triggers = [
            frozen_when(
                """TG_OP = 'UPDATE' AND OLD.state = 'published' AND NEW.state = 'published'
                AND OLD.body IS DISTINCT FROM NEW.body""",
                name="published_frozen",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["ranking", "language"], name="findings_unique_language"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at=None)
                | Q(state="published", published_at__isnull=False),
                name="findings_published_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(published_by=None) | Q(written_by=None) | ~Q(published_by=F("written_by")),
                name="findings_published_by_a_second_person",
                violation_error_message=_("You wrote this text, so someone else must publish it."),
            ),
        ]

    @cached_property
    def title(self) -> str:
        """The assessment's title as respondents read it in the language of the findings, else its own title."""
        assessment = self.ranking.assessment
        version = assessment.collection.version
        texts = version.texts.filter(language=self.language).exclude(language=version.source_language)
        return texts.values_list("title", flat=True).first() or assessment.title

    def __str__(self) -> str:
        return f"{self.ranking} {self.language}"


class AnonymisedDataQuerySet(models.QuerySet["AnonymisedData"]):
    def visible_to(self, user: AnyUser) -> Self:
        return self.filter(ranking__in=Ranking.objects.visible_to(user))


class AnonymisedData(PublicModel):
    """The responses as an anonymised file with its codebook, created once per ranking."""

    ranking = models.OneToOneField(Ranking, models.PROTECT, related_name="anonymised_data")
    data = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    question_results = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="+"
    )  # none in data sets that are older than question results
    codebook = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    people = models.PositiveIntegerField()
    withheld = models.PositiveIntegerField()
    generalised = models.PositiveIntegerField()
    objects = AnonymisedDataQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(people=0) | Q(people__gte=5), name="anonymised_data_of_five_or_none"
            )
        ]

    def __str__(self) -> str:
        return str(self.ranking)
