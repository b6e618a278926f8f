"""Automatic reminders, and open links that anyone can use."""

from datetime import datetime, timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.collection.models import Collection
from participants.organisations.models import Jurisdiction
from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.tracking import tracked


@tracked
class ReminderPlan(models.Model):
    """The days before closing on which reminders are sent; each person gets at most one in `gap_days`."""

    collection = models.OneToOneField(Collection, models.CASCADE, related_name="reminder_plan")
    days_before = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("days before closing"))
    gap_days = models.PositiveSmallIntegerField(_("minimum days between emails"), default=3)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(gap_days__range=(1, 60)), name="reminder_plan_gap_from_1_to_60_days"
            )
        ]

    def __str__(self) -> str:
        return f"{self.collection_id}: {self.days_before}"

    def moments(self) -> list[datetime]:
        """When reminders are due, in order. Times before the plan was made are left out."""
        moments = [self.collection.closes_at - timedelta(days=days) for days in self.days_before]
        return sorted(moment for moment in moments if moment >= self.set_at)


class PlannedReminder(models.Model):
    """A due time of a plan, saved before its emails are sent, so that an interrupted run is resumed."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="planned_reminders")
    due_at = models.DateTimeField(_("due"))
    since = models.DateTimeField()
    people = models.PositiveIntegerField(_("people"), default=0)
    is_done = models.BooleanField(default=False)

    class Meta:
        ordering = ["-due_at"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "due_at"], name="planned_reminder_unique_time")
        ]

    def __str__(self) -> str:
        return f"{self.collection_id} {self.due_at:%Y-%m-%d}"


class OpenLinkQuerySet(models.QuerySet["OpenLink"]):
    def visible_to(self, user: AnyUser) -> Self:
        rows = self.select_related("collection__needs_assessment")
        return rows.filter(collection__in=Collection.objects.visible_to(user))


@tracked(exclude=["started_count", "token"])
class OpenLink(PublicModel):
    """A link that anyone can use: for which groups and jurisdictions, until when, and for how many respondents.

    Its token is stored, because it is published on posters and web pages, opens nobody's answers, and
    coordinators copy it again.
    """

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="open_links")
    label = models.CharField(_("where it is shared"), max_length=120)
    token = models.CharField(max_length=64, unique=True, editable=False)
    groups = ArrayField(models.CharField(max_length=24), verbose_name=_("groups"))
    jurisdictions = models.ManyToManyField(Jurisdiction, related_name="+", verbose_name=_("jurisdictions"))
    max_respondents = models.PositiveIntegerField(_("maximum number of people"), default=500)
    started_count = models.PositiveIntegerField(_("started"), default=0)
    expires_at = models.DateTimeField(
        _("expires"), null=True, blank=True, help_text=_("Leave empty to expire at the closing time.")
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    objects = OpenLinkQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(max_respondents__range=(1, 20_000)),
                name="open_link_for_1_to_20000",
                violation_error_message=_("Enter a number from 1 to 20,000."),
            ),
            models.CheckConstraint(
                condition=Q(started_count__lte=F("max_respondents")), name="open_link_within_maximum"
            ),
        ]

    def __str__(self) -> str:
        return self.label
