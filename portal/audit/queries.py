"""The history of one record: audit entries, and the changed fields from the event rows of django-pghistory."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pghistory.models
from django.contrib.auth import get_user_model
from django.db.models import Model
from django.utils.translation import pgettext_lazy

from portal.audit.models import AuditEntry

EVENTS = {
    "insert": pgettext_lazy("history", "Created"),
    "update": pgettext_lazy("history", "Changed"),
    "delete": pgettext_lazy("history", "Deleted"),
}
HIDDEN = {"id", "public_id", "updated_at", "revision", "pgh_id"}


@dataclass
class HistoryEntry:
    """One event: who, when, which action, and the fields that changed (name, before, after)."""

    at: datetime
    actor: str
    action: str
    changes: list[tuple[str, Any, Any]] = field(default_factory=list)


def history_of(row: Model, *, limit: int = 200) -> list[HistoryEntry]:
    """Return the latest `limit` events, newest first. Three queries, whatever their number."""
    entries = AuditEntry.objects.filter(target_label=row._meta.label_lower, target_id=row.pk)
    history = [
        HistoryEntry(entry.happened_at, str(entry.actor or ""), entry.action)
        for entry in entries.select_related("actor__person").order_by("-id")[:limit]
    ]
    events = list(pghistory.models.Events.objects.tracks(row).order_by("-pgh_created_at", "-pgh_id")[:limit])
    ids = {event.pgh_context.get("user") for event in events if event.pgh_context}
    names: dict[Any, str] = {
        user.pk: str(user)
        for user in get_user_model().objects.filter(pk__in=[pk for pk in ids if pk]).select_related("person")
    }
    for event in events:
        context = event.pgh_context or {}
        history.append(
            HistoryEntry(
                event.pgh_created_at,
                names.get(context.get("user"), ""),
                str(EVENTS.get(event.pgh_label, event.pgh_label)),
                _changes(row, event),
            )
        )
    return sorted(history, key=lambda entry: entry.at, reverse=True)[:limit]


def _changes(row: Model, event: Any) -> list[tuple[str, Any, Any]]:
    changes = []
    for name, pair in (event.pgh_diff or {}).items():
        if name in HIDDEN or not isinstance(pair, list):
            continue
        changes.append((_label(row, name), pair[0], pair[1]))
    return changes


def _label(row: Model, name: str) -> str:
    try:
        return str(row._meta.get_field(name.removesuffix("_id")).verbose_name)  # type: ignore[union-attr]
    except Exception:  # noqa: BLE001  # a field that has been removed from the model
        return name
