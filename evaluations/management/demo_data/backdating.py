"""Backdates rows, because the services that created them use the current time."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pgtrigger
from django.db import models
from django.utils import timezone

from portal.audit.models import AuditEntry


def morning(days: int, zone: str) -> datetime:
    """Ten o'clock in the time zone, on the Wednesday on or before the day that many days from today."""
    day = timezone.localdate() + timedelta(days=days)
    return datetime.combine(day - timedelta(days=(day.weekday() - 2) % 7), time(10), tzinfo=ZoneInfo(zone))


def backdate_row(row: models.Model, *, days: int, made: str = "created_at", **fields: Any) -> None:
    """Move the row that many days into the past, without the triggers that forbid changes."""
    with pgtrigger.ignore():
        type(row)._default_manager.filter(pk=row.pk).update(
            **{made: timezone.now() - timedelta(days=days)}, **fields
        )


def backdate_history(row: models.Model, *, days: int) -> None:
    """Move the row's audit entries and history of the last hour that many days into the past."""
    moment = timezone.now() - timedelta(days=days)
    started_at = timezone.now() - timedelta(hours=1)
    with pgtrigger.ignore():
        AuditEntry.objects.filter(
            target_label=row._meta.label_lower, target_id=row.pk, happened_at__gt=started_at
        ).update(happened_at=moment)
        events: Any = getattr(row, "events", None)
        if events is not None:
            events.filter(pgh_created_at__gt=started_at).update(pgh_created_at=moment)
