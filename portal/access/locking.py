"""Locks and revisions of rows that two people may edit at the same time."""

from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError, StaleRevisionError

Row = TypeVar("Row", bound=models.Model)


class DeletedError(DomainError):
    code = "deleted"
    message = _("Someone removed this while you were viewing it.")


def lock_for_update(row: Row) -> Row:
    """Read the row again and lock it until the transaction ends. Raises DeletedError."""
    locked = type(row)._default_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if locked is None:
        raise DeletedError
    return locked


def update_with_revision(row: Row, *, revision: int, **fields: Any) -> Row:
    """Save the fields and increment `revision`. Raises StaleRevisionError if somebody else saved first."""
    locked: Any = lock_for_update(row)
    if locked.revision != revision:
        raise StaleRevisionError
    for name, value in fields.items():
        setattr(locked, name, value)
    locked.revision += 1
    locked.save(update_fields=[*fields, "revision", "updated_at"])
    return locked
