"""Workshops, interviews and reviews: minutes, participants, findings about competencies, documents."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.competencies.models import Competency
from assessments.needs.models import NeedsAssessment, StakeholderGroup
from participants.accounts.queries import Role, has_portal_wide_role, organisations_of
from participants.organisations.models import Jurisdiction
from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.tracking import tracked
from portal.files.models import StoredFile


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def visible_to(self, user: AnyUser) -> Self:
        """Visible to those who see the assessment; team-only consultations to those who manage it."""
        rows = self.filter(assessment__in=NeedsAssessment.objects.visible_to(user)).select_related(
            "assessment__owner", "assessment__collection", "jurisdiction"
        )
        if not user.is_authenticated or has_portal_wide_role(user, Role.COORDINATOR):
            return rows
        own = Q(assessment__owner__in=organisations_of(user, Role.COORDINATOR))
        return rows.filter(own | Q(confidentiality=Consultation.Confidentiality.READERS))


@tracked(exclude=["minutes"])
class Consultation(PublicModel):
    """A workshop, interview or desk review that complements the questionnaire."""

    class Kind(models.TextChoices):
        WORKSHOP = "workshop", _("Workshop")
        INTERVIEW = "interview", _("Interview")
        FOCUS_GROUP = "focus_group", _("Focus group")
        DOCUMENT_REVIEW = "document_review", _("Document review")

    class Confidentiality(models.TextChoices):
        TEAM = "team", _("Only people who manage the assessment")
        READERS = "readers", _("Everyone who can read the assessment")

    assessment = models.ForeignKey(NeedsAssessment, models.PROTECT, related_name="consultations")
    kind = models.CharField(_("type"), max_length=16, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=200)
    held_on = models.DateField(_("held on"))
    place = models.CharField(_("location"), max_length=120, blank=True)
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("jurisdiction")
    )
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES, default="en")
    minutes = models.TextField(_("minutes of the meeting"), max_length=50_000, blank=True)
    confidentiality = models.CharField(
        _("who can read it"),
        max_length=8,
        choices=Confidentiality.choices,
        default=Confidentiality.TEAM,
    )
    revision = models.PositiveIntegerField(default=1)
    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["workshop", "interview", "focus_group", "document_review"]),
                name="consultation_valid_kind",
            ),
            models.CheckConstraint(
                condition=Q(confidentiality__in=["team", "readers"]), name="consultation_valid_readers"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ConsultedGroup(models.Model):
    """How many people of a group took part. Only the attendee list has names, and only the team sees it."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="groups")
    code = models.CharField(_("group"), max_length=24, choices=StakeholderGroup.Code.choices)
    people = models.PositiveIntegerField(_("people"))

    class Meta:
        ordering = ["-people", "code"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "code"], name="consulted_group_unique_code"),
            models.CheckConstraint(condition=Q(people__range=(1, 5000)), name="consulted_group_of_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.people}"


class Attendee(models.Model):
    """A participant by name: shown to those who manage the assessment, and included in no export."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="attendees")
    name = models.CharField(_("name"), max_length=120)
    function = models.CharField(_("function"), max_length=120, blank=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class FindingQuerySet(models.QuerySet["ConsultationFinding"]):
    def visible_to(self, user: AnyUser) -> Self:
        return self.filter(consultation__in=Consultation.objects.visible_to(user)).select_related(
            "consultation__assessment", "competency"
        )


@tracked
class ConsultationFinding(PublicModel):
    """A finding about one competency, and whether it supports the questionnaire's result."""

    class Direction(models.TextChoices):
        SUPPORTS = "supports", _("Supports it as a need")
        CONTRADICTS = "contradicts", _("Contradicts it as a need")
        ADDS = "adds", _("Adds something new")

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="findings")
    competency = models.ForeignKey(
        Competency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("competency")
    )
    direction = models.CharField(_("type of finding"), max_length=12, choices=Direction.choices)
    text = models.TextField(_("finding"), max_length=2000)
    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(direction__in=["supports", "contradicts", "adds"]),
                name="consultation_finding_valid_direction",
            ),
            models.CheckConstraint(
                condition=Q(competency__isnull=False) | Q(direction="adds"),
                name="consultation_finding_on_a_competency",
                violation_error_message=_("Select the competency that this supports or contradicts."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class DocumentQuerySet(models.QuerySet["ConsultationDocument"]):
    def visible_to(self, user: AnyUser) -> Self:
        return self.filter(consultation__in=Consultation.objects.visible_to(user)).select_related(
            "consultation__assessment"
        )


class ConsultationDocument(PublicModel):
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="documents")
    title = models.CharField(_("title"), max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title
