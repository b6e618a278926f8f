"""Budget lines, contributions, earmarks and expenditure. Amounts are never negative.

Nothing that was recorded is deleted: a contribution or an expenditure is corrected, or cancelled with a reason. Figures
count what is in force.
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participants.accounts.queries import Role, has_portal_wide_role, organisations_of
from participants.organisations.models import Organisation
from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.tracking import tracked
from programs.cohorts.models import Cohort
from programs.programmes.models import Programme


class Cancellable(PublicModel):
    """A record that can be corrected and cancelled. `revision` rises with each correction."""

    revision = models.PositiveIntegerField(default=1)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    cancel_reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None


class BudgetLineQuerySet(models.QuerySet["BudgetLine"]):
    def visible_to(self, user: AnyUser) -> Self:
        """Those of the programmes that the user coordinates; all for coordinators of the portal and evaluators."""
        if not user.is_authenticated:
            return self.none()
        if has_portal_wide_role(user, Role.COORDINATOR, Role.EVALUATOR):
            return self
        return self.filter(programme__in=Programme.objects.coordinated_by(user).values("pk"))


@tracked
class BudgetLine(PublicModel):
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="budget_lines")
    code = models.CharField(_("code"), max_length=20)
    title = models.CharField(_("title"), max_length=120)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    revision = models.PositiveIntegerField(default=1)
    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="budget_line_unique_code"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="budget_line_amount_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def in_force(self) -> Self:
        return self.filter(cancelled_at=None)

    def visible_to(self, user: AnyUser) -> Self:
        """All for coordinators of the programme, their own for funders."""
        if not user.is_authenticated:
            return self.none()
        if has_portal_wide_role(user, Role.COORDINATOR, Role.EVALUATOR):
            return self
        return self.filter(
            Q(programme__in=Programme.objects.coordinated_by(user).values("pk"))
            | Q(organisation__in=organisations_of(user, Role.FUNDER))
        )


@tracked
class Contribution(Cancellable):
    class Kind(models.TextChoices):
        MONEY = "money", _("Money")
        EXPERT = "expert", _("Expert time")
        MATERIAL = "material", _("Material")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="contributions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="contributions")
    kind = models.CharField(_("type"), max_length=10, choices=Kind.choices)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    person_days = models.DecimalField(_("person-days"), max_digits=8, decimal_places=1, null=True, blank=True)
    material = models.CharField(_("material"), max_length=200, blank=True)
    reference = models.CharField(_("grant reference"), max_length=60, blank=True)
    pledged_on = models.DateField(_("pledged on"))
    received_on = models.DateField(_("received on"), null=True, blank=True)
    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["pledged_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="money", amount__gte=0) & ~Q(currency=""))
                | Q(kind="expert", person_days__gt=0)
                | (Q(kind="material") & ~Q(material="")),
                name="contribution_has_description",
                violation_error_message=_("Enter the amount and currency, the person-days or the material."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.kind}"


@tracked
class Earmark(models.Model):
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="earmarks")
    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="earmarks")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contribution", "line"], name="earmark_unique_line")]

    def __str__(self) -> str:
        return f"{self.contribution_id} {self.line_id}"


class ExpenditureQuerySet(models.QuerySet["Expenditure"]):
    def in_force(self) -> Self:
        return self.filter(cancelled_at=None)

    def visible_to(self, user: AnyUser) -> Self:
        """Those of the programmes that the user coordinates; all for coordinators of the portal and evaluators."""
        if not user.is_authenticated:
            return self.none()
        if has_portal_wide_role(user, Role.COORDINATOR, Role.EVALUATOR):
            return self
        return self.filter(line__programme__in=Programme.objects.coordinated_by(user).values("pk"))


@tracked
class Expenditure(Cancellable):
    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="expenditures")
    contribution = models.ForeignKey(
        Contribution, models.PROTECT, null=True, blank=True, related_name="expenditures"
    )
    cohort = models.ForeignKey(Cohort, models.PROTECT, null=True, blank=True, related_name="expenditures")
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    spent_on = models.DateField(_("spent on"))
    note = models.CharField(_("purpose"), max_length=200, blank=True)
    objects = ExpenditureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="expenditure_amount_not_negative")
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.amount}"
