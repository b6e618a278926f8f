"""Forms that were sent, so that sending the same form twice acts once."""

from django.conf import settings
from django.db import models


class SentForm(models.Model):
    """One submission: the key of the page that was shown, the digest of what was entered, and where it led."""

    key = models.UUIDField()
    digest = models.CharField(max_length=64)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    url = models.CharField(max_length=500)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "digest", "user"], name="sent_form_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.url
