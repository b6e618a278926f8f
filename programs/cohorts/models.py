"""Cohorts, quotas, applications, waiting lists and enrolments. Seats are counted while the cohort's row is locked."""

import zoneinfo
from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from participants.accounts.models import User
from participants.accounts.queries import Role, has_portal_wide_role, jurisdictions_of
from participants.organisations.models import Jurisdiction
from participants.people.models import Person
from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.freeze_triggers import append_only
from portal.audit.tracking import tracked
from programs.curriculum.models import Edition, Variant
from programs.programmes.models import Programme


class CohortQuerySet(models.QuerySet["Cohort"]):
    def visible_to(self, user: AnyUser) -> Self:
        """Opened cohorts of visible programmes for every signed-in user; drafts for coordinators and staff.

        Without signing in: those in the public catalogue.
        """
        if not user.is_authenticated:
            return self.in_catalogue()
        if has_portal_wide_role(user, Role.COORDINATOR):
            return self
        own = self.staffed_by(user).values("pk")
        opened = Q(programme__in=Programme.objects.visible_to(user)) & ~Q(state=Cohort.State.DRAFT)
        return self.filter(opened | Q(pk__in=own))

    def in_catalogue(self) -> Self:
        """Cohorts that are or will be open for applications, of programmes that are not in design."""
        return self.filter(state=Cohort.State.OPEN, closes_at__gt=timezone.now()).exclude(
            programme__state=Programme.State.DESIGN
        )

    def staffed_by(self, user: AnyUser) -> Self:
        """Cohorts of which the user is coordinator, faculty or mentor, so that they may see people and results."""
        if not user.is_authenticated:
            return self.none()
        if has_portal_wide_role(user, Role.COORDINATOR):
            return self
        members = CohortStaff.objects.in_force().filter(person__user=user)
        return self.filter(
            Q(programme__in=Programme.objects.coordinated_by(user).values("pk"))
            | Q(pk__in=members.values("cohort"))
        )

    def coordinated_by(self, user: User) -> Self:
        if has_portal_wide_role(user, Role.COORDINATOR):
            return self
        members = CohortStaff.objects.in_force().filter(person__user=user, role=CohortStaff.Role.COORDINATOR)
        return self.filter(
            Q(programme__in=Programme.objects.coordinated_by(user).values("pk"))
            | Q(pk__in=members.values("cohort"))
        )


@tracked
class Cohort(PublicModel):
    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open for applications")
        RUNNING = "running", _("Running")
        COMPLETED = "completed", _("Completed")
        CANCELLED = "cancelled", _("Cancelled")

    class Selection(models.TextChoices):
        FIRST_COME = "first_come", _("First come, first served")
        DECIDED = "decided", _("The coordinator decides")

    class ActivityType(models.TextChoices):
        IN_SERVICE = "in_service", _("In-service course")
        INDUCTION = "induction", _("Induction")
        WORKSHOP = "workshop", _("Workshop")
        WEBINAR = "webinar", _("Webinar")
        SELF_PACED = "self_paced", _("Self-paced course")
        TRAINING_OF_TRAINERS = "training_of_trainers", _("Training of trainers")
        EXCHANGE = "exchange", _("Exchange or study visit")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="cohorts")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="cohorts")
    variant = models.ForeignKey(Variant, models.PROTECT, null=True, blank=True, related_name="cohorts")
    title = models.CharField(_("title"), max_length=200)
    activity_type = models.CharField(
        _("type of activity"), max_length=24, choices=ActivityType.choices, default=ActivityType.IN_SERVICE
    )
    selection = models.CharField(
        _("selection method"), max_length=10, choices=Selection.choices, default=Selection.DECIDED
    )
    timezone = models.CharField(_("time zone"), max_length=40)
    languages = ArrayField(models.CharField(max_length=12), verbose_name=_("languages"))
    capacity = models.PositiveIntegerField(_("seats"))
    opens_at = models.DateTimeField(_("applications open"))
    closes_at = models.DateTimeField(_("applications close"))
    starts = models.DateField(_("starts"))
    ends = models.DateField(_("ends"))
    state = models.CharField(_("status"), max_length=10, choices=State.choices, default=State.DRAFT)
    cancelled_reason = models.TextField(_("reason"), blank=True, default="", db_default="")
    revision = models.PositiveIntegerField(default=1)
    objects = CohortQuerySet.as_manager()

    class Meta:
        ordering = ["-starts", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__gte=1),
                name="cohort_has_a_seat",
                violation_error_message=_("Offer at least 1 seat."),
            ),
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="cohort_ends_after_start",
                violation_error_message=_("The last day must not be before the first day."),
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="cohort_closes_after_opening",
                violation_error_message=_("The closing date must be after the opening date."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "open", "running", "completed", "cancelled"]),
                name="cohort_valid_state",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def accepts_applications(self) -> bool:
        return self.state == self.State.OPEN and self.opens_at <= timezone.now() < self.closes_at

    @property
    def today(self) -> date:
        """The date in the cohort's time zone."""
        return timezone.localdate(timezone=zoneinfo.ZoneInfo(self.timezone))

    @property
    def status_label(self) -> str:
        """The status as people see it: an open cohort accepts applications between its two dates only."""
        if self.state == self.State.OPEN and timezone.now() < self.opens_at:
            return gettext("Opens later")
        if self.state == self.State.OPEN and timezone.now() >= self.closes_at:
            return gettext("Applications closed")
        return self.get_state_display()


@tracked
class Quota(models.Model):
    """The reserved seats (`minimum`) and the maximum seats of a jurisdiction."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="quotas")
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name=_("jurisdiction")
    )
    minimum = models.PositiveIntegerField(_("reserved seats (minimum)"), default=0)
    maximum = models.PositiveIntegerField(_("maximum seats"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "jurisdiction"], name="quota_unique_jurisdiction"),
            models.CheckConstraint(
                condition=Q(maximum=None) | Q(maximum__gte=F("minimum")),
                name="quota_maximum_above_minimum",
                violation_error_message=_("Maximum seats must be the same as or more than reserved seats."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id} {self.jurisdiction_id}"


class CohortStaffQuerySet(models.QuerySet["CohortStaff"]):
    def in_force(self) -> Self:
        """Staff whose last day has not passed."""
        return self.filter(Q(ends=None) | Q(ends__gte=timezone.localdate()))

    def visible_to(self, user: AnyUser) -> Self:
        """For the staff of the cohort."""
        return self.filter(cohort__in=Cohort.objects.staffed_by(user).values("pk"))


@tracked
class CohortStaff(PublicModel):
    class Role(models.TextChoices):
        COORDINATOR = "coordinator", _("Coordinator")
        FACULTY = "faculty", _("Faculty")
        MENTOR = "mentor", _("Mentor")

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="staff")
    person = models.ForeignKey(Person, models.PROTECT, related_name="cohort_roles")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    ends = models.DateField(_("until"), null=True, blank=True)
    objects = CohortStaffQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "person", "role"], name="cohort_staff_unique_role")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"


class ApplicationQuerySet(models.QuerySet["CohortApplication"]):
    def visible_to(self, user: AnyUser) -> Self:
        """The user's own; submitted ones for the cohort's coordinators and the jurisdiction's focal points."""
        if not user.is_authenticated:
            return self.none()
        sent = self.exclude(state=CohortApplication.State.DRAFT)
        return self.filter(person__in=Person.objects.for_user(user).values("pk")) | sent.filter(
            Q(cohort__in=Cohort.objects.coordinated_by(user).values("pk"))
            | Q(jurisdiction__in=jurisdictions_of(user, Role.FOCAL_POINT))
        )


@tracked(exclude=["motivation"])
class CohortApplication(PublicModel):
    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        ACCEPTED = "accepted", _("Accepted")
        WAITING = "waiting", _("Waiting")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="applications")
    person = models.ForeignKey(Person, models.PROTECT, related_name="cohort_applications")
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("jurisdiction")
    )
    language = models.CharField(_("language"), max_length=12, blank=True)
    motivation = models.TextField(_("what you want to change in your court"), blank=True)
    accessibility = models.TextField(_("what you need to take part"), blank=True)
    state = models.CharField(_("status"), max_length=10, choices=State.choices, default=State.DRAFT)
    submitted_at = models.DateTimeField(null=True, blank=True)
    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["submitted_at", "id"]
        indexes = [
            models.Index(fields=["cohort"], condition=Q(state="submitted"), name="application_undecided"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "person"],
                name="cohort_application_unique_person",
                violation_error_message=_("You have already applied for this cohort."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted", "accepted", "waiting", "declined", "withdrawn"]),
                name="cohort_application_valid_state",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | Q(submitted_at__isnull=False, jurisdiction__isnull=False),
                name="cohort_application_sent_is_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.cohort}"


class SelectionDecision(models.Model):
    """A decision on an application. Append-only; `by` is empty for automatic promotions from the waiting list."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        WAITING = "waiting", _("Put on the waiting list")
        DECLINED = "declined", _("Declined")
        PROMOTED = "promoted", _("Promoted from the waiting list")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    application = models.ForeignKey(CohortApplication, models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        triggers = [append_only()]
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome="declined") | ~Q(reason=""),
                name="selection_decision_decline_has_a_reason",
                violation_error_message=_("Enter a reason. The applicant will see it."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.outcome}"


class WaitingListEntry(models.Model):
    application = models.OneToOneField(CohortApplication, models.CASCADE, related_name="waiting_list_entry")
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="waiting_list")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "position"],
                name="waiting_list_entry_unique_position",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id}:{self.position}"


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def seated(self) -> Self:
        """Enrolments that take a seat."""
        return self.exclude(state=Enrolment.State.WITHDRAWN)

    def visible_to(self, user: AnyUser) -> Self:
        if not user.is_authenticated:
            return self.none()
        if has_portal_wide_role(user, Role.COORDINATOR):
            return self
        return self.filter(
            Q(person__in=Person.objects.for_user(user).values("pk"))
            | Q(cohort__in=Cohort.objects.staffed_by(user).values("pk"))
            | Q(jurisdiction__in=jurisdictions_of(user, Role.FOCAL_POINT))
        )


@tracked
class Enrolment(PublicModel):
    class State(models.TextChoices):
        ENROLLED = "enrolled", _("Enrolled")
        COMPLETED = "completed", _("Completed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(Person, models.PROTECT, related_name="enrolments")
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    state = models.CharField(_("status"), max_length=10, choices=State.choices, default=State.ENROLLED)
    enrolled_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "person"], name="enrolment_unique_person"),
            models.CheckConstraint(
                condition=Q(state__in=["enrolled", "completed", "withdrawn"]), name="enrolment_valid_state"
            ),
        ]
        indexes = [models.Index(fields=["cohort", "state"], name="enrolment_by_state")]

    def __str__(self) -> str:
        return f"{self.person} – {self.cohort}"
