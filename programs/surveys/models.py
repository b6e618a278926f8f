"""Surveys of participants: after a session, after the course, or months later (docs/glossary.md §4).

`assessments` provides the questionnaires, invitations and responses; this package stores which questionnaire goes to
whom and when. Responses cannot be linked to the people who gave them. The only exception are reports on an exchange,
which their author and the coordinators read with the author's name.
"""

import zoneinfo
from datetime import datetime, time, timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.collection.models import Collection
from assessments.instruments.models import Instrument, InstrumentVersion
from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.tracking import tracked
from programs.cohorts.models import Cohort, Enrolment
from programs.sessions.models import Session


class CohortSurveyQuerySet(models.QuerySet["CohortSurvey"]):
    def visible_to(self, user: AnyUser) -> Self:
        """Surveys of cohorts in which the user is staff or enrolled."""
        if not user.is_authenticated:
            return self.none()
        own = Enrolment.objects.filter(person__user=user).seated()
        rows = self.select_related(
            "session", "cohort__programme", "version__instrument", "collection__version__instrument"
        )
        return rows.filter(
            Q(cohort__in=Cohort.objects.staffed_by(user).values("pk")) | Q(cohort__in=own.values("cohort"))
        )


@tracked
class CohortSurvey(PublicModel):
    """A questionnaire for a cohort or one of its sessions; it has a collection from its opening on."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    class Audience(models.TextChoices):
        PRESENT = "present", _("Those who were present")
        ENROLLED = "enrolled", _("Everyone with a seat")
        COMPLETED = "completed", _("Those who completed")

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="surveys")
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="surveys")
    version = models.ForeignKey(InstrumentVersion, models.PROTECT, related_name="cohort_surveys")
    collection = models.OneToOneField(
        Collection, models.PROTECT, null=True, blank=True, related_name="cohort_survey"
    )
    audience = models.CharField(_("respondents"), max_length=10, choices=Audience.choices)
    languages = ArrayField(models.CharField(max_length=12), verbose_name=_("languages"))
    days_after = models.PositiveSmallIntegerField(_("days after the end"), default=0)
    open_days = models.PositiveSmallIntegerField(_("days to respond"), default=14)
    reminder_days = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("reminders (days before closing)"), default=list
    )
    state = models.CharField(_("status"), max_length=8, choices=State.choices, default=State.PLANNED)
    objects = CohortSurveyQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["cohort"], condition=~Q(state="closed"), name="cohort_survey_under_way")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "session", "version"],
                name="cohort_survey_unique_questionnaire",
                nulls_distinct=False,
                violation_error_message=_(
                    "This questionnaire is already planned for this course or session."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state="planned", collection=None)
                | Q(state__in=["open", "closed"], collection__isnull=False),
                name="cohort_survey_open_has_a_collection",
            ),
            models.CheckConstraint(
                condition=~Q(audience="present") | Q(session__isnull=False),
                name="cohort_survey_present_at_a_session",
                violation_error_message=_("Choose other respondents. Only sessions record who was present."),
            ),
            models.CheckConstraint(
                condition=Q(days_after__lte=1100, open_days__range=(1, 120)),
                name="cohort_survey_within_three_years",
                violation_error_message=_(
                    "Enter at most 1,100 days after the end, and 1 to 120 days to respond."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version.instrument}: {self.subject}"

    @property
    def subject(self) -> str:
        """The title of the session or course that the survey is about."""
        return f"{self.session.title} – {self.cohort.title}" if self.session else self.cohort.title

    @property
    def due_at(self) -> datetime:
        """When it opens automatically: `days_after` days after the session, or after the course in its time zone."""
        if self.session:
            ends = self.session.ends
        else:
            zone = zoneinfo.ZoneInfo(self.cohort.timezone)
            ends = datetime.combine(self.cohort.ends + timedelta(days=1), time(), tzinfo=zone)
        return ends + timedelta(days=self.days_after)

    @property
    def is_cancelled(self) -> bool:
        """Whether its session or cohort was cancelled, so that nobody is invited."""
        session_is_cancelled = self.session is not None and self.session.cancelled_at is not None
        return session_is_cancelled or self.cohort.state == Cohort.State.CANCELLED

    @property
    def is_report(self) -> bool:
        """Whether responses are reports with the author's name; all other responses are anonymised."""
        return self.version.instrument.kind == Instrument.Kind.EXCHANGE
