"""Completion criteria of cohorts, and completions, on which certificates are based."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.tracking import tracked
from programs.cohorts.models import Cohort, Enrolment


@tracked
class CompletionCriteria(models.Model):
    """The criteria of one cohort, which everyone in it can see."""

    cohort = models.OneToOneField(Cohort, models.CASCADE, related_name="completion_criteria")
    attendance_share = models.DecimalField(
        _("minimum share of session time"), max_digits=4, decimal_places=3, default="0.8"
    )
    quiz_share = models.DecimalField(
        _("minimum share in the final test"), max_digits=4, decimal_places=3, default="0.6"
    )
    all_units = models.BooleanField(_("all units completed"), default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    attendance_share__gte=0, attendance_share__lte=1, quiz_share__gte=0, quiz_share__lte=1
                ),
                name="completion_rule_shares",
                violation_error_message=_("Enter a share from 0 to 1."),
            )
        ]

    def __str__(self) -> str:
        return str(self.cohort_id)


class CompletionQuerySet(models.QuerySet["Completion"]):
    def visible_to(self, user: AnyUser) -> Self:
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user).values("pk"))


@tracked
class Completion(PublicModel):
    """A completed enrolment. `evidence` stores the figures on which it was decided (shares, scores, counts)."""

    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="completion")
    hours = models.DecimalField(_("hours"), max_digits=6, decimal_places=1)
    completed_at = models.DateTimeField()
    evidence = models.JSONField(default=dict)
    objects = CompletionQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.enrolment_id)
