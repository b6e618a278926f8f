"""Publications: the only way in which pages without an account show report data."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from evaluations.reports.models import ImpactReport
from portal.access.models import PublicModel
from portal.audit.tracking import tracked


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible_to(self, _user: Any) -> Self:
        return self.filter(withdrawn_at=None)


@tracked
class Publication(PublicModel):
    """A report's summary, released to the public by a person and withdrawn by a person."""

    report = models.ForeignKey(ImpactReport, models.PROTECT, related_name="publications")
    summary = models.TextField(_("summary"))
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    released_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-released_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["report"], condition=models.Q(withdrawn_at=None), name="publication_unique_report"
            )
        ]

    def __str__(self) -> str:
        return str(self.report)
