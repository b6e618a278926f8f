"""Writing audit entries, in the transaction of the service that acts."""

from typing import Any

from django.db.models import Model

from portal.access.users import Actor
from portal.audit.models import AuditEntry
from portal.logs import current_request_id


def record(by: Actor, action: str, target: Model, /, **detail: Any) -> AuditEntry:
    """Record that `by` did `action` to `target`. `detail` takes ids, codes and reasons, never confidential text."""
    return AuditEntry.objects.create(
        actor=by if getattr(by, "pk", None) else None,
        action=action,
        target_label=target._meta.label_lower,
        target_id=target.pk,
        detail=detail,
        request_id=current_request_id(),
    )
