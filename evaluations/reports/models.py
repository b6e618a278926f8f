"""Impact reports. Figures are frozen first and everything else reads them. One person freezes, another approves."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participants.accounts.queries import Role, has_portal_wide_role
from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.freeze_triggers import append_only, frozen_when
from portal.audit.tracking import tracked
from portal.files.models import StoredFile
from programs.programmes.models import Programme


class ImpactReportQuerySet(models.QuerySet["ImpactReport"]):
    def published(self) -> Self:
        return self.filter(state=ImpactReport.State.PUBLISHED)

    def visible_to(self, user: AnyUser) -> Self:
        """Every state for coordinators of the programme, published reports for its funders."""
        if not user.is_authenticated:
            return self.none()
        if has_portal_wide_role(user, Role.COORDINATOR, Role.EVALUATOR):
            return self
        return self.filter(
            Q(programme__in=Programme.objects.coordinated_by(user).values("pk"))
            | Q(
                state=ImpactReport.State.PUBLISHED,
                programme__in=Programme.objects.paid_for_by(user).values("pk"),
            )
        )


@tracked
class ImpactReport(PublicModel):
    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        FROZEN = "frozen", _("Figures frozen")
        APPROVED = "approved", _("Approved")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="impact_reports")
    number = models.PositiveSmallIntegerField(_("edition"), default=1)
    title = models.CharField(_("title"), max_length=200)
    starts = models.DateField(_("period from"))
    ends = models.DateField(_("period to"))
    languages = models.JSONField(default=list)
    state = models.CharField(_("status"), max_length=10, choices=State.choices, default=State.DRAFT)
    narrative = models.JSONField(default=dict, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    objects = ImpactReportQuerySet.as_manager()

    class Meta:
        ordering = ["-ends", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "starts", "ends", "number"], name="impact_report_unique_edition"
            ),
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="impact_report_ends_after_start",
                violation_error_message=_("The period must end on or after its first day."),
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="impact_report_published_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked
class ReportSnapshot(PublicModel):
    """The snapshot: figures, their source rows, and the time they were read."""

    report = models.OneToOneField(ImpactReport, models.PROTECT, related_name="snapshot")
    cut_off_at = models.DateTimeField(_("data retrieved at"))
    sha256 = models.CharField(max_length=64)
    query_version = models.CharField(max_length=20)
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        triggers = [
            frozen_when(
                """TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND (OLD.approved_at IS NOT NULL
                OR ROW(OLD.sha256, OLD.facts, OLD.cut_off_at, OLD.frozen_by_id)
                IS DISTINCT FROM ROW(NEW.sha256, NEW.facts, NEW.cut_off_at, NEW.frozen_by_id)))"""
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("frozen_by")),
                name="report_snapshot_second_person",
                violation_error_message=_("You froze these figures, so someone else must approve them."),
            ),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class ReportFigure(PublicModel):
    """One frozen figure. Page, PDF and workbook show these rows and calculate nothing."""

    snapshot = models.ForeignKey(ReportSnapshot, models.CASCADE, related_name="figures")
    key = models.CharField(max_length=160)
    section = models.CharField(max_length=40)
    position = models.PositiveIntegerField(default=0)
    label = models.CharField(max_length=300)
    value = models.DecimalField(max_digits=24, decimal_places=8, null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    n = models.PositiveIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=20, blank=True)
    definition = models.CharField(max_length=300, blank=True)
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["section", "position"]
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "key"], name="report_figure_unique_key"),
            models.CheckConstraint(
                condition=Q(value__isnull=False, reason="") | (Q(value=None) & ~Q(reason="")),
                name="report_figure_value_or_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class FigureSource(models.Model):
    """A source row of a figure, by model label and id; the results chain starts from it."""

    figure = models.ForeignKey(ReportFigure, models.CASCADE, related_name="sources")
    label = models.CharField(max_length=60)
    row_id = models.BigIntegerField()

    class Meta:
        triggers = [append_only()]
        indexes = [models.Index(fields=["label", "row_id"], name="figure_source_by_row")]
        constraints = [
            models.UniqueConstraint(fields=["figure", "label", "row_id"], name="figure_source_unique_row"),
        ]

    def __str__(self) -> str:
        return f"{self.label}:{self.row_id}"


class ReportFile(models.Model):
    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "XLSX"

    report = models.ForeignKey(ImpactReport, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    language = models.CharField(max_length=12, choices=settings.LANGUAGES)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "kind", "language"], name="report_file_unique_language")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.kind} {self.language}"
