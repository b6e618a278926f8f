"""Refusals to delete a row that other rows refer to, also rows of higher apps."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

import pghistory.models
from django.db import models
from django.db.models.fields.reverse_related import ForeignObjectRel
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


def require_no_dependants(row: models.Model, *, parts: Collection[str], message: str | Promise) -> None:
    """Check that no row refers to this one, except its parts, which are deleted with it. Lock the row first.

    `parts` are names of relations. Copies for the history are no dependants. Raises InUseError with the message.
    """
    for field in row._meta.get_fields(include_hidden=True):
        if not (field.auto_created and isinstance(field, ForeignObjectRel)):
            continue
        related: Any = field.related_model
        if field.name in parts or issubclass(related, pghistory.models.Event):
            continue
        if related._base_manager.filter(**{field.field.name: row}).exists():
            raise InUseError(message)
