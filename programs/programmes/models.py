"""Programmes with their partners, members and module editions, and the needs that they address."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.needs.decision_models import NeedDecision
from assessments.needs.models import TrainingNeed
from participants.accounts.queries import Role, has_portal_wide_role, jurisdictions_of, organisations_of
from participants.organisations.models import Jurisdiction, Organisation
from participants.people.models import Person
from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.freeze_triggers import append_only
from portal.audit.tracking import tracked
from programs.curriculum.models import Edition, Module


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, user: AnyUser) -> Self:
        """Programmes in design for people who work on them; all others for every signed-in user."""
        if not user.is_authenticated:
            return self.none()
        if has_portal_wide_role(user, Role.COORDINATOR, Role.EVALUATOR):
            return self
        return self.filter(~Q(state=Programme.State.DESIGN) | Q(pk__in=self.worked_on_by(user)))

    def worked_on_by(self, user: AnyUser, *roles: str) -> Any:
        """Programmes of which the user is a member, or which their organisation leads or takes part in."""
        if not user.is_authenticated:
            return Programme.objects.none().values("pk")
        members = ProgrammeMember.objects.in_force().filter(person__user=user)
        if roles:
            members = members.filter(role__in=roles)
        coordinated = organisations_of(user, Role.COORDINATOR)
        return Programme.objects.filter(
            Q(pk__in=members.values("programme"))
            | Q(lead_organisation__in=coordinated)
            | Q(pk__in=ProgrammePartner.objects.filter(organisation__in=coordinated).values("programme"))
        ).values("pk")

    def coordinated_by(self, user: AnyUser) -> Self:
        """Programmes that the user may change."""
        if not user.is_authenticated:
            return self.none()
        if has_portal_wide_role(user, Role.COORDINATOR):
            return self
        led = organisations_of(user, Role.COORDINATOR)
        members = ProgrammeMember.objects.in_force().filter(
            person__user=user, role=ProgrammeMember.Role.COORDINATOR
        )
        return self.filter(Q(lead_organisation__in=led) | Q(pk__in=members.values("programme")))

    def paid_for_by(self, user: AnyUser) -> Self:
        """Programmes funded by an organisation for which the user has the role of funder."""
        partners = ProgrammePartner.objects.filter(
            organisation__in=organisations_of(user, Role.FUNDER), role_code=ProgrammePartner.RoleCode.FUNDING
        )
        return self.filter(pk__in=partners.values("programme"))

    def watched_by(self, user: AnyUser) -> Self:
        """Programmes for a jurisdiction of which the user is focal point."""
        concerned = Programme.jurisdictions.through.objects.filter(
            jurisdiction__in=jurisdictions_of(user, Role.FOCAL_POINT)
        )
        return self.filter(pk__in=concerned.values("programme"))


@tracked
class Programme(PublicModel):
    class State(models.TextChoices):
        DESIGN = "design", _("In design")
        RUNNING = "running", _("Running")
        ON_HOLD = "on_hold", _("On hold")
        CLOSED = "closed", _("Closed")

    code = models.CharField(_("code"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    lead_organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="led_programmes", verbose_name=_("lead organisation")
    )
    jurisdictions = models.ManyToManyField(
        Jurisdiction, related_name="programmes", verbose_name=_("jurisdictions")
    )
    region = models.CharField(_("region"), max_length=60, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    starts = models.DateField(_("starts"))
    ends = models.DateField(_("ends"))
    state = models.CharField(_("status"), max_length=8, choices=State.choices, default=State.DESIGN)
    iati_identifier = models.CharField(_("IATI identifier"), max_length=60, blank=True)
    revision = models.PositiveIntegerField(default=1)
    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="programme_ends_after_start",
                violation_error_message=_("The last day must not be before the first day."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["design", "running", "on_hold", "closed"]),
                name="programme_valid_state",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked
class ProgrammePartner(models.Model):
    """An organisation's role in the programme (IATI code list OrganisationRole)."""

    class RoleCode(models.TextChoices):
        FUNDING = "1", _("Funding")
        ACCOUNTABLE = "2", _("Accountable")
        EXTENDING = "3", _("Extending")
        IMPLEMENTING = "4", _("Implementing")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="partnerships")
    role_code = models.CharField(_("role"), max_length=1, choices=RoleCode.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "organisation", "role_code"], name="programme_partner_unique_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.get_role_code_display()}"


class ProgrammeMemberQuerySet(models.QuerySet["ProgrammeMember"]):
    def in_force(self) -> Self:
        """Members whose last day has not passed."""
        return self.filter(Q(ends=None) | Q(ends__gte=timezone.localdate()))

    def visible_to(self, user: AnyUser) -> Self:
        """For people who work on the programme."""
        if has_portal_wide_role(user, Role.COORDINATOR, Role.EVALUATOR):
            return self
        return self.filter(programme__in=Programme.objects.worked_on_by(user))


@tracked
class ProgrammeMember(PublicModel):
    class Role(models.TextChoices):
        COORDINATOR = "coordinator", _("Coordinator")
        BOARD = "board", _("Board")
        FACULTY = "faculty", _("Faculty")
        MENTOR = "mentor", _("Mentor")
        EVALUATOR = "evaluator", _("Evaluator")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="programme_roles")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    is_judicial = models.BooleanField(_("member of the judiciary"), default=False)
    tot_certified_on = models.DateField(_("certified trainer since"), null=True, blank=True)
    ends = models.DateField(_("until"), null=True, blank=True)
    objects = ProgrammeMemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "person", "role"], name="programme_member_unique_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.role}"


@tracked
class ProgrammeEdition(models.Model):
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="editions")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="programmes")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "edition"], name="programme_edition_unique_edition")
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.edition_id}"


class ProgrammeNeedQuerySet(models.QuerySet["ProgrammeNeed"]):
    def visible_to(self, user: AnyUser) -> Self:
        """Links of which the user may see both the need and the programme."""
        return self.filter(
            training_need__in=TrainingNeed.objects.visible_to(user).values("pk"),
            programme__in=Programme.objects.visible_to(user).values("pk"),
        )


@tracked
class ProgrammeNeed(PublicModel):
    """The link between a programme as a whole and the need that it addresses; without `evidence` it is only stated."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="answered_needs")
    training_need = models.ForeignKey(TrainingNeed, models.PROTECT, related_name="programme_answers")
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    objects = ProgrammeNeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "training_need"], name="programme_need_unique_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.training_need_id}"


class DecidedAnswer(models.Model):
    """The module or programme that a decision on a need names: an existing one, or one to be adapted or created.

    It is part of the decision and never changes. What addresses the need today is in ModuleNeed and ProgrammeNeed.
    """

    decision = models.OneToOneField(NeedDecision, models.PROTECT, related_name="answer")
    module = models.ForeignKey(Module, models.PROTECT, null=True, blank=True, related_name="+")
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        triggers = [append_only()]
        constraints = [
            models.CheckConstraint(
                condition=Q(module__isnull=False) | Q(programme__isnull=False),
                name="decided_answer_module_or_programme",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.module_id} {self.programme_id}"
