"""Needs assessments: groups and weights, frozen rankings, and the needs accepted."""

import hashlib
import hmac
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.collection.models import Collection
from assessments.competencies.models import Competency, FrameworkVersion
from assessments.stakeholders.groups import GroupCode
from participants.accounts.queries import (
    Role,
    has_portal_wide_role,
    has_role,
    jurisdictions_of,
    organisations_of,
)
from participants.organisations.models import Jurisdiction, Organisation
from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.freeze_triggers import append_only
from portal.audit.tracking import tracked

_LABEL = b"assessments.needs: digest "


class NeedsAssessmentQuerySet(models.QuerySet["NeedsAssessment"]):
    def visible_to(self, user: AnyUser) -> Self:
        """Coordinators of the portal or of the owner; focal points of its jurisdictions; evaluators see all."""
        if not user.is_authenticated:
            return self.none()
        rows = self.select_related("owner", "collection")
        if has_portal_wide_role(user, Role.COORDINATOR, Role.EVALUATOR):
            return rows
        links = NeedsAssessment.jurisdictions.through.objects.filter(
            jurisdiction__in=jurisdictions_of(user, Role.FOCAL_POINT, Role.COORDINATOR)
        )
        return rows.filter(
            Q(owner__in=organisations_of(user, Role.COORDINATOR)) | Q(pk__in=links.values("needsassessment"))
        )

    def managed_by(self, user: AnyUser) -> Self:
        """Those that the person may change: for coordinators of the portal all, for those of an organisation
        its own.
        """
        if has_portal_wide_role(user, Role.COORDINATOR):
            return self
        return self.filter(owner__in=organisations_of(user, Role.COORDINATOR))


@tracked
class NeedsAssessment(PublicModel):
    """One exercise: dates, jurisdictions, items, weighted groups (docs/glossary.md §1)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    title = models.CharField(_("title"), max_length=200)
    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="needs_assessments", verbose_name=_("owner")
    )
    framework_version = models.ForeignKey(FrameworkVersion, models.PROTECT, related_name="+")
    jurisdictions = models.ManyToManyField(Jurisdiction, related_name="+", verbose_name=_("jurisdictions"))
    collection = models.OneToOneField(Collection, models.PROTECT, related_name="needs_assessment")
    state = models.CharField(_("status"), max_length=8, choices=State.choices, default=State.DRAFT)
    introduction = models.TextField(_("introduction"), blank=True)
    revision = models.PositiveIntegerField(default=1)
    suppression_k = models.PositiveSmallIntegerField(default=5)
    objects = NeedsAssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "open", "closed"]), name="needs_assessment_valid_state"
            ),
            models.CheckConstraint(
                condition=Q(suppression_k__gte=5), name="needs_assessment_k_at_least_five"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AssessmentItem(models.Model):
    """A competency that respondents rate."""

    assessment = models.ForeignKey(NeedsAssessment, models.CASCADE, related_name="items")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="assessment_items")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "competency"], name="assessment_item_unique_competency"
            )
        ]

    def __str__(self) -> str:
        return str(self.competency_id)


class StakeholderGroup(models.Model):
    """A group and its weight, fixed before opening."""

    Code = GroupCode

    assessment = models.ForeignKey(NeedsAssessment, models.CASCADE, related_name="groups")
    code = models.CharField(_("group"), max_length=24, choices=Code.choices)
    weight = models.DecimalField(_("weight"), max_digits=6, decimal_places=4)

    class Meta:
        ordering = ["-weight", "code"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "code"], name="stakeholder_group_unique_code"),
            models.CheckConstraint(
                condition=Q(weight__gte=0, weight__lte=1), name="stakeholder_group_weight_is_share"
            ),
        ]

    def __str__(self) -> str:
        return self.get_code_display()


class RankingQuerySet(models.QuerySet["Ranking"]):
    def visible_to(self, user: AnyUser) -> Self:
        return self.filter(assessment__in=NeedsAssessment.objects.visible_to(user))


class Ranking(PublicModel):
    """A frozen calculation: the same responses give the same digest and ranks. Rows are insert-only.

    It contains only what can be published: cells below k are not stored. `weights` is group -> share as text;
    `responses` is group -> {"invited", "bounced", "screened_out", "complete", "withheld"} with `complete` null
    when withheld, and under "" the totals {"invited", "bounced", "started", "screened_out", "complete"}.
    `robustness` is the sampling plan (`robustness.Plan`), `segments` is dimension -> the languages and levels
    with responses; both are empty in rankings made before they existed.
    """

    class Method(models.TextChoices):
        BORICH = "borich_mwds", _("Mean weighted discrepancy score (Borich)")

    assessment = models.ForeignKey(NeedsAssessment, models.PROTECT, related_name="rankings")
    responses = models.JSONField(default=dict)
    method = models.CharField(max_length=20, choices=Method.choices, default=Method.BORICH)
    inputs_digest = models.CharField(max_length=64)
    weights = models.JSONField(default=dict)
    robustness = models.JSONField(default=dict)
    segments = models.JSONField(default=dict)
    objects = RankingQuerySet.as_manager()

    class Meta:
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "method", "inputs_digest"], name="ranking_unique_digest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessment} {self.method}"

    @property
    def public_digest(self) -> str:
        """`inputs_digest` for publication: HMAC-SHA256 (RFC 2104) with the server's key.

        Ratings have few possible values: with the plain digest and the published answers, a reader could try
        values of the withheld ones until the digest matches. A new SECRET_KEY changes it.
        """
        return hmac.new(
            settings.SECRET_KEY.encode(), _LABEL + self.inputs_digest.encode(), hashlib.sha256
        ).hexdigest()

    @property
    def codes(self) -> list[str]:
        """The groups, largest weight first, because JSONB does not keep order."""
        return sorted(self.weights, key=lambda code: (-Decimal(self.weights[code]), code))


class ScoredCell(models.Model):
    """One item's score in a group, or over all (`group_code` empty); None with a reason when it cannot be
    published.

    `low` and `high` are the bounds of its 95% interval; `rds` is the ranked discrepancy score (formula
    unverified), which has its own rank.
    """

    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    group_code = models.CharField(max_length=24, blank=True)
    n = models.PositiveIntegerField(null=True, blank=True)
    importance = models.DecimalField(max_digits=12, decimal_places=8, null=True, blank=True)
    ability = models.DecimalField(max_digits=12, decimal_places=8, null=True, blank=True)
    score = models.DecimalField(max_digits=12, decimal_places=8, null=True, blank=True)
    spread = models.DecimalField(max_digits=12, decimal_places=8, null=True, blank=True)
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=20, blank=True)
    low = models.DecimalField(max_digits=12, decimal_places=8, null=True, blank=True)
    high = models.DecimalField(max_digits=12, decimal_places=8, null=True, blank=True)
    rds = models.DecimalField(max_digits=11, decimal_places=8, null=True, blank=True)
    rds_rank = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.rank} {self.competency_id}"


class RankedNeed(ScoredCell):
    """A cell of the ranking over all respondents.

    `top_share`, for cells over all groups: the share of sampled weightings that keep the item in the first ten.
    """

    ranking = models.ForeignKey(Ranking, models.CASCADE, related_name="ranked_needs")
    top_share = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)

    class Meta:
        ordering = ["rank"]
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(
                fields=["ranking", "competency", "group_code"], name="ranked_need_unique_cell"
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=False, reason="") | (Q(score=None) & ~Q(reason="")),
                name="ranked_need_score_or_reason",
            ),
        ]


class JurisdictionNeed(ScoredCell):
    """The same for one jurisdiction, frozen with the ranking: only what reveals no small cell
    (disaggregation.py).
    """

    ranking = models.ForeignKey(Ranking, models.CASCADE, related_name="jurisdiction_needs")
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["rank"]
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(
                fields=["ranking", "jurisdiction", "competency", "group_code"],
                name="jurisdiction_need_unique_cell",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=False, reason="") | (Q(score=None) & ~Q(reason="")),
                name="jurisdiction_need_score_or_reason",
            ),
        ]


class SegmentNeed(ScoredCell):
    """The same for one language or one level of court (`segment` empty: level not stated)."""

    class Dimension(models.TextChoices):
        LANGUAGE = "language", _("Language")
        LEVEL = "court_level", _("Level of court")

    ranking = models.ForeignKey(Ranking, models.CASCADE, related_name="segment_needs")
    dimension = models.CharField(max_length=12, choices=Dimension.choices)
    segment = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ["rank"]
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(
                fields=["ranking", "dimension", "segment", "competency", "group_code"],
                name="segment_need_unique_cell",
            ),
            models.CheckConstraint(
                condition=Q(dimension__in=["language", "court_level"]), name="segment_need_valid_dimension"
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=False, reason="") | (Q(score=None) & ~Q(reason="")),
                name="segment_need_score_or_reason",
            ),
        ]


class SectionReliability(models.Model):
    """Cronbach's alpha of one section (a domain of the framework) on one scale, over everyone who rated all of
    it.
    """

    class Scale(models.TextChoices):
        IMPORTANCE = "importance", _("Importance")
        ABILITY = "ability", _("Present ability")

    ranking = models.ForeignKey(Ranking, models.CASCADE, related_name="reliabilities")
    section = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    scale = models.CharField(max_length=12, choices=Scale.choices)
    items = models.PositiveSmallIntegerField()
    n = models.PositiveIntegerField(null=True, blank=True)
    alpha = models.DecimalField(max_digits=12, decimal_places=8, null=True, blank=True)
    reason = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["section__position", "section__code", "-scale"]
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(
                fields=["ranking", "section", "scale"], name="section_reliability_unique_scale"
            ),
            models.CheckConstraint(
                condition=Q(scale__in=["importance", "ability"]), name="section_reliability_valid_scale"
            ),
            models.CheckConstraint(
                condition=Q(alpha__isnull=False, reason="") | (Q(alpha=None) & ~Q(reason="")),
                name="section_reliability_alpha_or_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section_id} {self.scale}"


class TrainingNeedQuerySet(models.QuerySet["TrainingNeed"]):
    def visible_to(self, user: AnyUser) -> Self:
        """Needs contain no personal data: everyone who works on programmes can read them."""
        if not user.is_authenticated:
            return self.none()
        if has_role(
            user, Role.FACULTY, Role.MENTOR, Role.EVALUATOR, Role.FUNDER, Role.COORDINATOR, Role.ADMINISTRATOR
        ):
            return self
        return self.filter(assessment__in=NeedsAssessment.objects.visible_to(user))


@tracked
class TrainingNeed(PublicModel):
    """An accepted need. `state` and `reason` repeat the last decision (decision_models.py)."""

    class State(models.TextChoices):
        OPEN = "open", _("Needs a decision")
        PLANNED = "planned", _("Decided, not yet available")
        ANSWERED = "answered", _("Addressed")
        NOT_ANSWERED = "not_answered", _("Not a training need")
        DEFERRED = "deferred", _("Deferred")

    class Cause(models.TextChoices):
        TRAINING = "training", _("Training can meet it")
        NON_TRAINING = "non_training", _("Training cannot meet it")

    assessment = models.ForeignKey(NeedsAssessment, models.PROTECT, related_name="training_needs")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="training_needs")
    ranked_need = models.ForeignKey(
        RankedNeed, models.PROTECT, null=True, blank=True, related_name="training_needs"
    )
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, null=True, blank=True, related_name="+")
    statement = models.CharField(_("statement"), max_length=300)
    priority = models.PositiveSmallIntegerField(_("priority"), default=1)
    cause = models.CharField(_("cause"), max_length=14, choices=Cause.choices, default=Cause.TRAINING)
    state = models.CharField(_("status"), max_length=14, choices=State.choices, default=State.OPEN)
    reason = models.TextField(_("reason"), blank=True)
    objects = TrainingNeedQuerySet.as_manager()

    class Meta:
        ordering = ["priority", "id"]
        constraints = [
            models.UniqueConstraint(
                "assessment",
                "competency",
                "jurisdiction",
                name="training_need_unique_competency",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=~Q(state="not_answered") | ~Q(reason=""),
                name="training_need_refusal_has_a_reason",
                violation_error_message=_("Enter why this need is not addressed."),
            ),
        ]

    def __str__(self) -> str:
        return self.statement
