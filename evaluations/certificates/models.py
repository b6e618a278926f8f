"""Certificates: a frozen row, a number that cannot be guessed, and a stored PDF with its hash."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participants.organisations.models import Organisation
from portal.access.models import PublicModel
from portal.access.users import AnyUser
from portal.audit.freeze_triggers import frozen_when
from portal.audit.tracking import tracked
from portal.files.models import StoredFile
from programs.cohorts.models import Enrolment
from programs.completion.models import Completion
from programs.programmes.models import Programme


class CertificateTemplate(models.Model):
    """Issuer and signatories of certificates. Rows never change: an edited template gets a new number."""

    number = models.PositiveSmallIntegerField(unique=True)
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="certificate_templates"
    )
    issuer = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    signatures = models.JSONField(default=list)
    first_signature_image = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+"
    )
    second_signature_image = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return str(self.number)

    @property
    def signature_images(self) -> tuple[StoredFile | None, StoredFile | None]:
        """The two signature images, where they were uploaded."""
        return self.first_signature_image, self.second_signature_image


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def valid(self) -> Self:
        return self.filter(issued_at__isnull=False, revoked_at=None)

    def visible_to(self, user: AnyUser) -> Self:
        return self.filter(completion__enrolment__in=Enrolment.objects.visible_to(user).values("pk"))


@tracked
class Certificate(PublicModel):
    """A certificate. `issued_at` is empty until it is issued; the snapshot is the exact text of the PDF and never
    changes.
    """

    class Reason(models.TextChoices):
        ERROR = "error", _("Error")
        MISCONDUCT = "misconduct", _("Misconduct")
        REQUEST = "request", _("At the holder’s request")
        REPLACED = "replaced", _("Replaced")

    completion = models.ForeignKey(Completion, models.PROTECT, related_name="certificates")
    template = models.ForeignKey(CertificateTemplate, models.PROTECT, related_name="+")
    number = models.CharField(_("number"), max_length=24, unique=True)
    snapshot = models.JSONField(default=dict)
    file = models.OneToOneField(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    revoked_note = models.TextField(_("note"), blank=True)
    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        triggers = [
            frozen_when(
                """TG_OP <> 'INSERT' AND OLD.issued_at IS NOT NULL AND (TG_OP = 'DELETE'
                OR ROW(OLD.snapshot, OLD.number, OLD.sha256, OLD.file_id, OLD.completion_id, OLD.issued_at)
                IS DISTINCT FROM
                   ROW(NEW.snapshot, NEW.number, NEW.sha256, NEW.file_id, NEW.completion_id, NEW.issued_at)
                OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at))"""
            )
        ]
        indexes = [
            # counts of certified people use an index-only scan: rows are wide because of their snapshots
            models.Index(
                fields=["completion"],
                condition=Q(revoked_at=None, issued_at__isnull=False),
                name="certificate_in_force",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["completion"], condition=Q(revoked_at=None), name="certificate_one_valid_a_completion"
            ),
            models.CheckConstraint(
                condition=Q(issued_at=None) | (Q(file__isnull=False) & ~Q(sha256="")),
                name="certificate_issued_has_file",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None, revoked_reason="")
                | (Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoked_reason="")),
                name="certificate_revoked_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.number
