"""Imports: uploaded files and their rows, from upload to saving."""

from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.access.models import PublicModel
from portal.access.users import AnyUser


class ColumnMapping(models.Model):
    """The mapping of columns to fields that a person chose, reused for the next file with the same headings."""

    kind = models.CharField(max_length=60)
    headings_hash = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "headings_hash"], name="column_mapping_unique_heading_row"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.headings_hash[:8]}"


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: AnyUser) -> Self:
        """The user's own imports; for administrators all."""
        if not user.is_authenticated:
            return self.none()
        return self if getattr(user, "is_administrator", False) else self.filter(by=user)


class ImportBatch(PublicModel):
    """One uploaded file. `kind` is the name of its importer."""

    class State(models.TextChoices):
        MAPPING = "mapping", _("Columns to map")
        STAGING = "staging", _("Reading the file")
        PREVIEW = "preview", _("Ready to check")
        COMMITTED = "committed", _("Saved")
        UNDONE = "undone", _("Undone")
        REJECTED = "rejected", _("Rejected")

    kind = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="import_batches")
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    content = models.BinaryField(null=True, blank=True)
    params = models.JSONField(default=dict, blank=True)
    headings = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State.choices, default=State.MAPPING)
    refusal = models.TextField(blank=True)
    committed_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["mapping", "staging", "preview", "committed", "undone", "rejected"]
                ),
                name="import_batch_valid_state",
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("imports:batch", args=[self.public_id])


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    def waiting(self) -> Self:
        """Rows that are not saved yet."""
        return self.filter(committed_at=None)

    def invalid(self) -> Self:
        return self.waiting().filter(status=ImportRow.Status.INVALID)

    def unexplained(self) -> Self:
        """Rows with warnings but without the note that is needed to save them."""
        return (
            self.waiting().exclude(status__in=["invalid", "unchanged"]).exclude(warnings={}).filter(note="")
        )

    def ready(self) -> Self:
        """Rows that can be saved now."""
        return (
            self.waiting()
            .filter(status__in=["new", "changed"])
            .filter(models.Q(warnings={}) | ~models.Q(note=""))
        )


class ImportRow(models.Model):
    """One row of the file, as read and corrected, with its errors and what saving it changes.

    Rows for the same record have the same `key`. `note` is the reason for saving a row that has warnings.
    """

    class Status(models.TextChoices):
        NEW = "new", _("New")
        CHANGED = "changed", _("Changed")
        UNCHANGED = "unchanged", _("Unchanged")
        INVALID = "invalid", _("Has errors")

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    status = models.CharField(max_length=10, choices=Status.choices)
    errors = models.JSONField(default=dict, blank=True)
    warnings = models.JSONField(default=dict, blank=True)
    note = models.TextField(blank=True)
    key = models.CharField(max_length=64, blank=True)
    values = models.JSONField(default=dict, blank=True)
    before = models.JSONField(default=dict, blank=True)
    target_id = models.BigIntegerField(null=True, blank=True)
    corrected = models.BooleanField(default=False)
    committed_at = models.DateTimeField(null=True, blank=True)
    objects = ImportRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="import_row_unique_line"),
            models.CheckConstraint(
                condition=models.Q(status__in=["new", "changed", "unchanged", "invalid"]),
                name="import_row_valid_status",
            ),
        ]
        indexes = [
            models.Index(fields=["batch", "status", "number"], name="import_row_by_status"),
            models.Index(fields=["batch", "key", "number"], name="import_row_by_key"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.number}"
