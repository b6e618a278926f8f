"""Training offers of other organisations by competency, jurisdiction, language and period."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.competencies.models import Competency
from participants.accounts.queries import Role, has_portal_wide_role, organisations_of
from participants.organisations.models import Jurisdiction, Organisation
from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.tracking import tracked


class ExternalProgrammeQuerySet(models.QuerySet["ExternalProgramme"]):
    def visible_to(self, user: AnyUser) -> Self:
        """Visible to everyone signed in; withdrawn offers only to those who can manage them."""
        if not user.is_authenticated:
            return self.none()
        rows = self.select_related("organisation")
        if has_portal_wide_role(user, Role.COORDINATOR):
            return rows
        return rows.filter(
            Q(withdrawn_at=None) | Q(organisation__in=organisations_of(user, Role.COORDINATOR))
        )

    def offered(self) -> Self:
        return self.filter(withdrawn_at=None)


@tracked
class ExternalProgramme(PublicModel):
    """Another organisation's programme, entered by it or by a coordinator. `last_confirmed_on` is when it was
    last confirmed.
    """

    class Mode(models.TextChoices):
        ONSITE = "onsite", _("On site")
        ONLINE = "online", _("Online")
        BLENDED = "blended", _("On site and online")

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="offers", verbose_name=_("organisation")
    )
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), max_length=2000, blank=True)
    competencies = models.ManyToManyField(Competency, related_name="offers", verbose_name=_("competencies"))
    jurisdictions = models.ManyToManyField(
        Jurisdiction, related_name="offers", verbose_name=_("jurisdictions")
    )
    languages = ArrayField(
        models.CharField(max_length=12, choices=settings.LANGUAGES), verbose_name=_("languages"), default=list
    )
    starts = models.DateField(_("starts"))
    ends = models.DateField(_("ends"))
    mode = models.CharField(_("format"), max_length=8, choices=Mode.choices, default=Mode.ONSITE)
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    url = models.URLField(_("web address"), blank=True)
    contact = models.CharField(_("contact"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    source_id = models.CharField(_("reference number in the source"), max_length=60, blank=True)
    last_confirmed_on = models.DateField(_("seen on"), default=timezone.localdate)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    objects = ExternalProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="external_programme_ends_after_start",
                violation_error_message=_("The last day must not be before the first day."),
            ),
            models.CheckConstraint(
                condition=Q(mode__in=["onsite", "online", "blended"]), name="external_programme_valid_mode"
            ),
            models.UniqueConstraint(
                fields=["organisation", "source_id"],
                condition=~Q(source_id=""),
                name="external_programme_unique_source_number",
                violation_error_message=_("This organisation already has a training offer with that number."),
            ),
        ]
        indexes = [models.Index(fields=["starts", "ends"], name="external_programme_by_period")]

    def __str__(self) -> str:
        return self.title


class JudgeCountQuerySet(models.QuerySet["JudgeCount"]):
    def visible_to(self, user: AnyUser) -> Self:
        """Published numbers, visible to everyone signed in."""
        return self.select_related("jurisdiction") if user.is_authenticated else self.none()


@tracked
class JudgeCount(PublicModel):
    """The number of judges in a jurisdiction in a year, with its source: the denominator of spending and seats."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="judge_counts", verbose_name=_("jurisdiction")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    judges = models.PositiveIntegerField(_("judges"))
    source = models.CharField(_("source"), max_length=200)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    objects = JudgeCountQuerySet.as_manager()

    class Meta:
        ordering = ["jurisdiction", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "year"], name="judge_count_unique_year"),
            models.CheckConstraint(
                condition=Q(judges__gte=1),
                name="judge_count_is_positive",
                violation_error_message=_("Enter a number of 1 or more."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1990, 2100)),
                name="judge_count_valid_year",
                violation_error_message=_("Enter a year from 1990 to 2100."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.jurisdiction_id} {self.year}"
