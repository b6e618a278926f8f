"""Changing and taking away rows that two hands may hold at once."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError, StaleRevisionError

Row = TypeVar("Row", bound=models.Model)
Keeper = Callable[[models.Model], str | Promise | None]
_keepers: list[Keeper] = []


class DeletedError(DomainError):
    code = "gone"
    message = _("Someone removed this while you were viewing it.")


class InUseError(DomainError):
    """Something points at the row; the message names it."""

    code = "still_used"


def lock_for_update(row: Row) -> Row:
    """The row as it is now, locked until the transaction ends. Raises GoneError."""
    found = type(row)._default_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if found is None:
        raise DeletedError
    return found


def update_with_revision(row: Row, *, revision: int, **fields: Any) -> Row:
    """Write the fields and count the revision up. Raises StaleRevisionError when another hand saved first."""
    found: Any = lock_for_update(row)
    if found.revision != revision:
        raise StaleRevisionError
    for name, value in fields.items():
        setattr(found, name, value)
    found.revision += 1
    found.save(update_fields=[*fields, "revision", "updated_at"])
    return found


def shift(row: Row, among: models.QuerySet[Row], *, step: int) -> None:
    """Move the row `step` places down, or up where negative, at most to the end. Call with their parent held.

    `among` are its neighbours and itself in order. Raises GoneError.
    """
    rows = list(among)
    if row not in rows:
        raise DeletedError
    at = rows.index(row)
    rows.insert(max(at + step, 0), rows.pop(at))
    renumber(rows)


def renumber(rows: Iterable[Any]) -> None:
    """Number the rows from 1 as they come, writing those whose `position` changes. Call with their parent held."""
    changed = []
    for position, row in enumerate(rows, 1):
        if row.position != position:
            row.position = position
            changed.append(row)
    if changed:
        type(changed[0])._default_manager.bulk_update(changed, ["position"])


def register_delete_guard(keeper: Keeper) -> None:
    """Let a higher room say why a row must stay: `keeper(row)` returns the reason, or None."""
    _keepers.append(keeper)


def require_unused(row: models.Model, uses: Mapping[str, str | Promise]) -> None:
    """Refuse to let go of a row that others point at. Call with the row held.

    `uses` names the relations that keep it: {"targets": _("Targets hang from it")}. Raises StillUsedError.
    """
    for relation, reason in uses.items():
        if getattr(row, relation).exists():
            raise InUseError(reason)
    for keeper in _keepers:
        said = keeper(row)
        if said is not None:
            raise InUseError(said)
