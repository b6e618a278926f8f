"""Stored files: private, under unguessable paths, and served only if the policy of their owner allows it."""

from typing import Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.access.models import PublicModel
from portal.access.users import AnyUser


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def visible_to(self, user: AnyUser) -> Self:  # noqa: ARG002  # the policy decides, row by row
        """Every row: the rule of the owner's model decides who may read a file (`files.registry`)."""
        return self


class StoredFile(PublicModel):
    """A file in the storage; its owner row (type and id) decides who may read it."""

    path = models.CharField(max_length=200, unique=True)
    original_name = models.CharField(_("name"), max_length=200)
    media_type = models.CharField(_("type"), max_length=120)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    owner_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    owner_id = models.BigIntegerField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    objects = StoredFileQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner_type", "owner_id"], name="stored_file_by_owner")]

    def __str__(self) -> str:
        return self.original_name


class FileDownload(models.Model):
    """One download of a file. `user` is empty for downloads through a signed link or a public page."""

    file = models.ForeignKey(StoredFile, models.CASCADE, related_name="downloads")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    happened_at = models.DateTimeField(auto_now_add=True)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["file", "-id"], name="file_download_by_file")]

    def __str__(self) -> str:
        return f"{self.file_id} {self.happened_at:%Y-%m-%d}"


class Backup(models.Model):
    """A backup that was written and checked completely, for the page that shows the state of the installation."""

    created_at = models.DateTimeField(auto_now_add=True)
    size = models.PositiveBigIntegerField()
    rows = models.PositiveBigIntegerField()
    files = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M}"
