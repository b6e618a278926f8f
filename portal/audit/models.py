"""The audit log of actions. Values of rows before and after a change are recorded by django-pghistory's triggers."""

from django.conf import settings
from django.db import models

from portal.audit.freeze_triggers import append_only


class AuditEntry(models.Model):
    """One action on one record. Append-only: a trigger rejects updates and deletes."""

    happened_at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    action = models.CharField(max_length=80)
    target_label = models.CharField(max_length=80)
    target_id = models.BigIntegerField()
    detail = models.JSONField(default=dict, blank=True)
    request_id = models.CharField(max_length=40, blank=True)

    class Meta:
        triggers = [append_only()]
        indexes = [models.Index(fields=["target_label", "target_id", "-id"], name="audit_entry_by_target")]

    def __str__(self) -> str:
        return f"{self.action} {self.target_label}:{self.target_id}"
