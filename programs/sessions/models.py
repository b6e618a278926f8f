"""Sessions of a cohort, their faculty and attendance."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participants.people.models import Person
from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.tracking import tracked
from programs.cohorts.models import Cohort, Enrolment


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, user: AnyUser) -> Self:
        """Sessions of cohorts in which the user is enrolled or staff, since sessions contain joining links."""
        if not user.is_authenticated:
            return self.none()
        enrolled = Enrolment.objects.filter(person__user=user).seated()
        return self.filter(
            Q(cohort__in=Cohort.objects.staffed_by(user).values("pk"))
            | Q(cohort__in=enrolled.values("cohort"))
        )


@tracked
class Session(PublicModel):
    class DeliveryMode(models.TextChoices):
        ONSITE = "onsite", _("On site")
        VIRTUAL = "virtual", _("Virtual")
        SELF_PACED = "self_paced", _("Self-paced")

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="sessions")
    title = models.CharField(_("title"), max_length=200)
    delivery_mode = models.CharField(
        _("format"), max_length=12, choices=DeliveryMode.choices, default=DeliveryMode.VIRTUAL
    )
    starts = models.DateTimeField(_("starts"))
    ends = models.DateTimeField(_("ends"))
    timezone = models.CharField(_("time zone"), max_length=40)
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    join_url = models.URLField(_("joining link"), blank=True)
    join_phone = models.CharField(_("phone number"), max_length=60, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")),
                name="session_ends_after_start",
                violation_error_message=_("Enter an end time after the start time."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def minutes(self) -> int:
        return int((self.ends - self.starts).total_seconds() // 60)


class SessionFaculty(models.Model):
    session = models.ForeignKey(Session, models.CASCADE, related_name="faculty")
    person = models.ForeignKey(Person, models.PROTECT, related_name="taught_sessions")
    leads = models.BooleanField(_("leads"), default=False)
    overlap_reason = models.CharField(_("why this is possible"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="session_faculty_unique_person")
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.person_id}"


class Attendance(models.Model):
    class Source(models.TextChoices):
        FACULTY = "faculty", _("Faculty")
        QR = "qr", _("Attendance code")
        IMPORT = "import", _("Import")

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendance")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="attendance")
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    is_excused = models.BooleanField(_("excused"), default=False, db_default=False)
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.FACULTY)
    recorded_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "enrolment"], name="attendance_unique_person"),
            models.CheckConstraint(condition=Q(minutes__lte=1440), name="attendance_within_a_day"),
            models.CheckConstraint(
                condition=Q(is_excused=False) | Q(minutes=0), name="attendance_excused_without_minutes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.enrolment_id}"


class MeetingListQuerySet(models.QuerySet["MeetingList"]):
    def visible_to(self, user: AnyUser) -> Self:
        if not user.is_authenticated:
            return self.none()
        return self.filter(session__cohort__in=Cohort.objects.staffed_by(user).values("pk"))


class MeetingList(PublicModel):
    """An attendance list of a meeting program that is being imported into a session.

    `people` are the people in the list with their joins. They are removed when the attendance is saved, since a list
    also names people who do not take part in the cohort; the digest of the file stays, to recognise it.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="meeting_lists")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    platform = models.CharField(max_length=20, blank=True)
    people = models.JSONField(default=list, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    objects = MeetingListQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "file_sha256"], name="meeting_list_unique_file"),
        ]

    def __str__(self) -> str:
        return self.file_name
