"""Locking, changing, ordering and deleting rows that two people may edit at the same time."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError, StaleRevisionError

Row = TypeVar("Row", bound=models.Model)
DeleteGuard = Callable[[models.Model], str | Promise | None]
_delete_guards: list[DeleteGuard] = []


class DeletedError(DomainError):
    code = "deleted"
    message = _("Someone removed this while you were viewing it.")


class InUseError(DomainError):
    """Other rows refer to this one; the message says which."""

    code = "in_use"


def lock_for_update(row: Row) -> Row:
    """Read the row again and lock it until the transaction ends. Raises DeletedError."""
    found = type(row)._default_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if found is None:
        raise DeletedError
    return found


def update_with_revision(row: Row, *, revision: int, **fields: Any) -> Row:
    """Save the fields and increment `revision`. Raises StaleRevisionError if somebody else saved first."""
    found: Any = lock_for_update(row)
    if found.revision != revision:
        raise StaleRevisionError
    for name, value in fields.items():
        setattr(found, name, value)
    found.revision += 1
    found.save(update_fields=[*fields, "revision", "updated_at"])
    return found


def shift(row: Row, among: models.QuerySet[Row], *, step: int) -> None:
    """Move the row `step` positions down, or up if negative, at most to the first or last position.

    `among` holds all rows of the list in order. Lock their parent row first. Raises DeletedError.
    """
    rows = list(among)
    if row not in rows:
        raise DeletedError
    at = rows.index(row)
    rows.insert(max(at + step, 0), rows.pop(at))
    renumber(rows)


def renumber(rows: Iterable[Any]) -> None:
    """Set `position` to 1, 2, 3 … in the given order and save the rows that change. Lock their parent row first."""
    changed = []
    for position, row in enumerate(rows, 1):
        if row.position != position:
            row.position = position
            changed.append(row)
    if changed:
        type(changed[0])._default_manager.bulk_update(changed, ["position"])


def register_delete_guard(guard: DeleteGuard) -> None:
    """Let another app prevent a deletion: `guard(row)` returns the reason, or None."""
    _delete_guards.append(guard)


def require_unused(row: models.Model, uses: Mapping[str, str | Promise]) -> None:
    """Check that the row may be deleted: no other row refers to it. Lock the row first.

    `uses` maps each relation to the message for it: {"targets": _("It has targets.")}. Raises InUseError.
    """
    for relation, reason in uses.items():
        if getattr(row, relation).exists():
            raise InUseError(reason)
    for guard in _delete_guards:
        message = guard(row)
        if message is not None:
            raise InUseError(message)
