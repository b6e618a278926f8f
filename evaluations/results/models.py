"""Results frameworks of programmes: results, targets with baselines, milestones and their evidence."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from assessments.needs.models import TrainingNeed
from evaluations.indicators.models import Indicator
from participants.accounts.queries import Role, has_portal_wide_role
from participants.organisations.models import Court, Jurisdiction
from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.tracking import tracked
from portal.files.models import StoredFile
from programs.programmes.models import Programme


class ProgrammeScopedQuerySet(models.QuerySet):
    """Rows of a programme's framework, visible to everyone who may see the programme."""

    path = "programme"

    def visible_to(self, user: AnyUser) -> Self:
        if has_portal_wide_role(user, Role.COORDINATOR, Role.EVALUATOR):
            return self
        return self.filter(**{f"{self.path}__in": Programme.objects.visible_to(user).values("pk")})


class ResultQuerySet(ProgrammeScopedQuerySet):
    path = "framework__programme"


class TargetQuerySet(ProgrammeScopedQuerySet):
    path = "result__framework__programme"


class MilestoneQuerySet(ProgrammeScopedQuerySet):
    path = "result__framework__programme"

    def with_facts(self) -> Self:
        """Annotate the facts that the state follows from (rules.MilestoneFacts), by subqueries because joins multiply
        rows.
        """
        return self.annotate(
            confirmed_full=_count(MilestoneEvidence, Q(confirmed_by__isnull=False, is_partial=False)),
            confirmed_part=_count(MilestoneEvidence, Q(confirmed_by__isnull=False, is_partial=True)),
            waiting=_count(MilestoneEvidence, Q(confirmed_by=None)),
            steps_confirmed=_count(
                Milestone._meta.get_field("reform_steps").related_model, Q(confirmed_by__isnull=False)
            ),
        )


def _count(model: Any, where: Q) -> Any:
    """Number of rows of `model` for the milestone that match the condition."""
    rows = model.objects.filter(where, milestone=OuterRef("pk")).order_by().values("milestone")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


class MilestoneEvidenceQuerySet(ProgrammeScopedQuerySet):
    path = "milestone__result__framework__programme"


@tracked
class ResultsFramework(PublicModel):
    programme = models.OneToOneField(Programme, models.PROTECT, related_name="results_framework")
    theory_of_change = models.TextField(_("theory of change"), blank=True)
    revision = models.PositiveIntegerField(default=1, db_default=1)
    objects = ProgrammeScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.programme)


@tracked
class Result(PublicModel):
    class Level(models.TextChoices):
        OUTPUT = "output", _("Output")
        OUTCOME = "outcome", _("Outcome")
        IMPACT = "impact", _("Impact")

    framework = models.ForeignKey(ResultsFramework, models.CASCADE, related_name="results")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    title = models.CharField(_("title"), max_length=200)
    assumption = models.TextField(_("assumptions"), blank=True)
    training_need = models.ForeignKey(
        TrainingNeed, models.PROTECT, null=True, blank=True, related_name="results"
    )
    position = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1, db_default=1)
    objects = ResultQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(condition=~Q(parent=F("id")), name="result_not_its_own_parent")]

    def __str__(self) -> str:
        return self.title


@tracked
class Target(PublicModel):
    """Target of a result: an indicator in one court or jurisdiction, its baseline, and the value to reach by a date."""

    result = models.ForeignKey(Result, models.CASCADE, related_name="targets")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets")
    court = models.ForeignKey(Court, models.PROTECT, null=True, blank=True, related_name="+")
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, null=True, blank=True, related_name="+")
    case_type = models.CharField(_("case type"), max_length=60, blank=True)
    baseline = models.DecimalField(_("baseline"), max_digits=18, decimal_places=6, null=True, blank=True)
    baseline_on = models.DateField(_("baseline date"), null=True, blank=True)
    value = models.DecimalField(_("target"), max_digits=18, decimal_places=6)
    starts = models.DateField(_("period from"))
    ends = models.DateField(_("period to"))
    revision = models.PositiveIntegerField(default=1, db_default=1)
    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ["ends", "id"]
        constraints = [
            models.UniqueConstraint(
                "result",
                "indicator",
                "court",
                "jurisdiction",
                "case_type",
                "starts",
                "ends",
                name="target_unique_period",
                nulls_distinct=False,
                violation_error_message=_("There is already a target for this period."),
            ),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="target_ends_after_start"),
            models.CheckConstraint(
                condition=Q(court=None) | Q(jurisdiction=None), name="target_court_or_jurisdiction"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.value}"


@tracked
class Milestone(PublicModel):
    """A milestone with a due date.

    Its state follows from facts (rules.py) and is not stored; only a cancellation is.
    """

    result = models.ForeignKey(Result, models.PROTECT, related_name="milestones")
    title = models.CharField(_("title"), max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("owner")
    )
    court = models.ForeignKey(Court, models.PROTECT, null=True, blank=True, related_name="milestones")
    due_on = models.DateField(_("due on"))
    target = models.ForeignKey(Target, models.SET_NULL, null=True, blank=True, related_name="milestones")
    cancelled_on = models.DateField(_("cancelled on"), null=True, blank=True)
    cancelled_reason = models.TextField(_("reason"), blank=True)
    revision = models.PositiveIntegerField(default=1, db_default=1)
    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cancelled_on=None) | ~Q(cancelled_reason=""),
                name="milestone_cancelled_with_a_reason",
                violation_error_message=_("Enter who decided to cancel this, and why."),
            )
        ]

    def __str__(self) -> str:
        return self.title


@tracked
class MilestoneEvidence(PublicModel):
    """A document or link that shows the milestone; it counts once a second person has confirmed it."""

    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="evidence")
    title = models.CharField(_("what it shows"), max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    url = models.URLField(_("web address"), blank=True)
    is_partial = models.BooleanField(_("partial evidence"), default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    objects = MilestoneEvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("added_by")),
                name="milestone_evidence_second_person",
                violation_error_message=_("You added this, so someone else must confirm it."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="milestone_evidence_confirmed_when_and_by",
            ),
        ]

    def __str__(self) -> str:
        return self.title
