"""Refusals to delete a row that other rows refer to, also rows of higher apps."""

from collections.abc import Callable, Mapping

from django.db import models
from django.utils.functional import Promise

from portal.access.errors import DomainError

DeleteGuard = Callable[[models.Model], str | Promise | None]
_delete_guards: list[DeleteGuard] = []


class InUseError(DomainError):
    """Other rows refer to this one; the message says which."""

    code = "in_use"


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
