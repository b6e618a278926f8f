"""Reform plans of graduates: steps with evidence, stages, and the milestones that steps count towards."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evaluations.results.models import Milestone
from participants.accounts.queries import Role, has_portal_wide_role
from participants.organisations.models import Court
from participants.people.models import Person
from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.freeze_triggers import append_only
from portal.audit.tracking import tracked
from portal.files.models import StoredFile
from programs.cohorts.models import Cohort, CohortStaff
from programs.completion.models import Completion
from programs.programmes.models import Programme


class ReformPlanQuerySet(models.QuerySet["ReformPlan"]):
    def visible_to(self, user: AnyUser) -> Self:
        """Own and mentored plans; shared plans for the cohort's staff, the programme's coordinators and evaluators."""
        if not user.is_authenticated:
            return self.none()
        oneself = Person.objects.for_user(user).values("pk")
        own = Q(person__in=oneself) | Q(mentor__in=oneself)
        shared = Q(visibility__in=[ReformPlan.Visibility.PROGRAMME, ReformPlan.Visibility.PUBLIC])
        if has_portal_wide_role(user, Role.COORDINATOR, Role.EVALUATOR):
            return self.filter(own | shared)
        mentored = CohortStaff.objects.in_force().filter(person__user=user).values("cohort")
        programmes = Programme.objects.coordinated_by(user).values("pk")
        return self.filter(own | (shared & (Q(cohort__in=mentored) | Q(cohort__programme__in=programmes))))


@tracked(exclude=["problem"])
class ReformPlan(PublicModel):
    class Stage(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        ENDORSED = "endorsed", _("Endorsed by the judiciary")
        DRAFTED = "drafted", _("Drafted")
        ADOPTED = "adopted", _("Adopted")
        RESOURCED = "resourced", _("Resourced")
        IN_FORCE = "in_force", _("In force")
        PRACTISED = "practised", _("Practised")
        EVALUATED = "evaluated", _("Evaluated")
        PAUSED = "paused", _("Paused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Visibility(models.TextChoices):
        PRIVATE = "private", _("Me and my mentor only")
        PROGRAMME = "programme", _("The programme team")
        PUBLIC = "public", _("Public, without my name")

    person = models.ForeignKey(Person, models.PROTECT, related_name="reform_plans")
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="reform_plans")
    completion = models.ForeignKey(
        Completion, models.PROTECT, null=True, blank=True, related_name="reform_plans"
    )
    court = models.ForeignKey(Court, models.PROTECT, related_name="reform_plans", verbose_name=_("court"))
    title = models.CharField(_("what will change"), max_length=200)
    problem = models.TextField(_("current problem"), blank=True)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.PROPOSED)
    visibility = models.CharField(
        _("who can see it"), max_length=10, choices=Visibility.choices, default=Visibility.PROGRAMME
    )
    mentor = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="mentored_plans")
    revision = models.PositiveIntegerField(default=1)
    objects = ReformPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(mentor=None) | ~Q(mentor=F("person")), name="reform_plan_mentor_is_another"
            ),
            models.CheckConstraint(
                condition=Q(
                    stage__in=[
                        "proposed",
                        "endorsed",
                        "drafted",
                        "adopted",
                        "resourced",
                        "in_force",
                        "practised",
                        "evaluated",
                        "paused",
                        "withdrawn",
                    ]
                ),
                name="reform_plan_valid_stage",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked
class StageChange(models.Model):
    """The date on which the plan reached a stage, and the decision that shows it. Append-only."""

    plan = models.ForeignKey(ReformPlan, models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=10, choices=ReformPlan.Stage.choices)
    entered_on = models.DateField(_("since"))
    decision = models.CharField(_("decision"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["entered_on", "id"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.stage}"


class ReformStepQuerySet(models.QuerySet["ReformStep"]):
    def visible_to(self, user: AnyUser) -> Self:
        return self.filter(plan__in=ReformPlan.objects.visible_to(user).values("pk"))


@tracked
class ReformStep(PublicModel):
    """A step. The graduate reports it as done; it counts once the mentor or a coordinator has confirmed it."""

    plan = models.ForeignKey(ReformPlan, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("step"), max_length=200)
    due_on = models.DateField(_("by"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    milestone = models.ForeignKey(
        Milestone, models.PROTECT, null=True, blank=True, related_name="reform_steps"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    returned_reason = models.TextField(_("what is missing"), blank=True)
    objects = ReformStepQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(done_on__isnull=False),
                name="reform_step_confirmed_when_done",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_overdue(self) -> bool:
        return self.done_on is None and self.due_on is not None and self.due_on < timezone.localdate()


class StepEvidence(PublicModel):
    step = models.ForeignKey(ReformStep, models.CASCADE, related_name="evidence")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    note = models.CharField(_("what it shows"), max_length=200, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.note or self.file.original_name
