"""Stored files: private, under unguessable names, handed out only through the policy of their owner."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.access.models import PublicModel


class StoredFile(PublicModel):
    """Bytes in the storage; the owner row (type and id) decides who may read them."""

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

    class Meta:
        indexes = [models.Index(fields=["owner_type", "owner_id"], name="stored_file_by_owner")]

    def __str__(self) -> str:
        return self.original_name
