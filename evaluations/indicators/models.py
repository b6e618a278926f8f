"""Indicators with reference sheets, caseload returns of courts, and observations.

Rates are calculated, never entered.
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participants.accounts.queries import (
    Role,
    has_portal_wide_role,
    has_role,
    jurisdictions_of,
    organisations_of,
)
from participants.organisations.models import Court, Jurisdiction
from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.tracking import tracked


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def visible_to(self, user: AnyUser) -> Self:
        """Public indicators for everyone, all indicators for signed-in users."""
        return self if user.is_authenticated else self.filter(is_public=True)


@tracked
class Indicator(PublicModel):
    """The reference sheet of an indicator (docs/glossary.md §6)."""

    class Formula(models.TextChoices):
        CLEARANCE_RATE = "clearance_rate", _("Clearance rate, computed from caseload returns")
        DISPOSITION_TIME = "disposition_time", _("Disposition time, computed from caseload returns")
        OBSERVED = "observed", _("Observed value")
        SHARE = "share", _("Share: numerator and denominator")

    class Direction(models.TextChoices):
        INCREASE = "increase", _("Higher is better")
        DECREASE = "decrease", _("Lower is better")
        MAINTAIN = "maintain", _("Should be maintained")

    class Level(models.TextChoices):
        OUTPUT = "output", _("Output")
        OUTCOME = "outcome", _("Outcome")
        IMPACT = "impact", _("Impact")

    code = models.CharField(_("code"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=200)
    definition = models.TextField(_("definition"), blank=True)
    unit = models.CharField(_("unit"), max_length=40)
    formula = models.CharField(_("formula"), max_length=20, choices=Formula.choices, default=Formula.OBSERVED)
    direction = models.CharField(_("direction"), max_length=10, choices=Direction.choices)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices, default=Level.OUTCOME)
    source = models.CharField(_("source"), max_length=200, blank=True)
    frequency = models.CharField(_("frequency"), max_length=40, blank=True)
    known_limits = models.TextField(_("known limitations"), blank=True)
    is_public = models.BooleanField(_("public"), default=True)
    definition_version = models.PositiveSmallIntegerField(default=1)
    revision = models.PositiveIntegerField(default=1, db_default=1)
    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


class CourtFigureQuerySet(models.QuerySet):
    """Verified figures for signed-in users; unverified ones for those who may enter or verify them."""

    def visible_to(self, user: AnyUser) -> Self:
        if not user.is_authenticated:
            return self.none()
        if has_portal_wide_role(user, Role.COORDINATOR, Role.EVALUATOR) or has_role(user, Role.COORDINATOR):
            return self
        own = Q(court__organisation__jurisdiction__in=jurisdictions_of(user, Role.FOCAL_POINT)) | Q(
            court__organisation__in=organisations_of(user, Role.PARTICIPANT, Role.FOCAL_POINT)
        )
        return self.filter(own | Q(verified_by__isnull=False))


@tracked
class CaseloadReturn(PublicModel):
    """Caseload counts of one court, case type and period. Counts that do not balance are flagged, never corrected."""

    court = models.ForeignKey(Court, models.PROTECT, related_name="caseload_returns", verbose_name=_("court"))
    case_type = models.CharField(_("case type"), max_length=60)
    starts = models.DateField(_("period from"))
    ends = models.DateField(_("period to"))
    pending_start = models.PositiveIntegerField(_("pending at start"), null=True, blank=True)
    incoming = models.PositiveIntegerField(_("incoming"))
    resolved = models.PositiveIntegerField(_("resolved"))
    pending_end = models.PositiveIntegerField(_("pending at end"))
    pending_over_standard = models.PositiveIntegerField(
        _("pending over the time standard"), null=True, blank=True
    )
    quality_note = models.TextField(_("data-quality note"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    objects = CourtFigureQuerySet.as_manager()

    class Meta:
        ordering = ["court", "case_type", "starts"]
        indexes = [
            models.Index(fields=["-starts", "id"], name="caseload_return_newest"),
            models.Index(
                fields=["court"], condition=Q(verified_by__isnull=False), name="caseload_return_verified"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["court", "case_type", "starts", "ends"],
                name="caseload_return_unique_period",
                violation_error_message=_("There is already a return for this court, case type and period."),
            ),
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="caseload_return_ends_after_start",
                violation_error_message=_("The period must end on or after its first day."),
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None) | ~Q(verified_by=F("entered_by")),
                name="caseload_return_second_person",
                violation_error_message=_("You entered this, so someone else must verify it."),
            ),
            models.CheckConstraint(
                condition=Q(pending_start=None)
                | Q(pending_end=F("pending_start") + F("incoming") - F("resolved"))
                | ~Q(quality_note=""),
                name="caseload_return_balances_or_has_reason",
                violation_error_message=_(
                    "The figures do not balance. Correct them or give a reason for keeping them."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.court} {self.case_type} {self.starts:%Y}"

    @property
    def imbalance(self) -> int | None:
        """Difference between pending at end and start + incoming - resolved; None if the start is not known."""
        if self.pending_start is None:
            return None
        return self.pending_end - (self.pending_start + self.incoming - self.resolved)


@tracked
class Observation(PublicModel):
    """One value of one indicator. A correction is a new row that supersedes this one."""

    class Availability(models.TextChoices):
        VALUE = "value", _("Value")
        NA = "na", _("Exists, not known (NA)")
        NAP = "nap", _("Does not exist in this system (NAP)")

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="observations")
    court = models.ForeignKey(Court, models.PROTECT, null=True, blank=True, related_name="observations")
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, null=True, blank=True, related_name="observations"
    )
    starts = models.DateField(_("period from"))
    ends = models.DateField(_("period to"))
    disaggregation = models.CharField(_("disaggregated by"), max_length=80, blank=True)
    numerator = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    denominator = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=6, null=True, blank=True)
    availability = models.CharField(max_length=5, choices=Availability.choices, default=Availability.VALUE)
    source = models.CharField(_("source"), max_length=200, blank=True)
    quality_note = models.TextField(_("data-quality note"), blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    is_current = models.BooleanField(default=True)
    objects = CourtFigureQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "starts"]
        constraints = [
            models.UniqueConstraint(
                "indicator",
                "court",
                "jurisdiction",
                "starts",
                "ends",
                "disaggregation",
                condition=Q(is_current=True),
                name="observation_one_current",
                nulls_distinct=False,
                violation_error_message=_(
                    "There is already a value for this period. Correct that value instead."
                ),
            ),
            models.CheckConstraint(
                condition=Q(court__isnull=False, jurisdiction=None)
                | Q(court=None, jurisdiction__isnull=False),
                name="observation_court_or_jurisdiction",
            ),
            models.CheckConstraint(
                condition=Q(availability="value", value__isnull=False)
                | (~Q(availability="value") & Q(value=None)),
                name="observation_value_or_reason",
            ),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="observation_ends_after_start"),
            models.CheckConstraint(
                condition=Q(verified_by=None) | ~Q(verified_by=F("entered_by")),
                name="observation_second_person",
                violation_error_message=_("You entered this, so someone else must verify it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.starts:%Y-%m} {self.value}"
