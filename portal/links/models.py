"""Links that work without an account, each for one purpose and one object; only the hash of the token is stored."""

from typing import Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access.models import PublicModel


class SignedLinkQuerySet(models.QuerySet["SignedLink"]):
    def usable(self) -> Self:
        now = timezone.now()
        return self.filter(revoked_at=None, used_up_at=None).filter(
            models.Q(expires_at=None) | models.Q(expires_at__gt=now)
        )


class SignedLink(PublicModel):
    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(_("purpose"), max_length=60)
    target_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    target_id = models.BigIntegerField()
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_up_at = models.DateTimeField(null=True, blank=True)
    uses = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    objects = SignedLinkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["target_type", "target_id"], name="signed_link_by_target")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.public_id}"
