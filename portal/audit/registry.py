"""Whose history can be read, and by whom. Apps fill it in `ready()`."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model

MayRead = Callable[[Any, Any], bool]
_readable: dict[str, tuple[type[Model], MayRead]] = {}


def register(model: type[Model], may_read: MayRead) -> None:
    """Let people for whom `may_read(user, row)` holds read the history of a row that they may see."""
    _readable[model._meta.label_lower] = (model, may_read)


def readable(label: str) -> tuple[type[Model], MayRead] | None:
    return _readable.get(label)
