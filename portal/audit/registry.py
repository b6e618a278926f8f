"""Models whose history has a page, and who may read it. Apps register theirs in `ready()`."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model

MayRead = Callable[[Any, Any], bool]
_readable: dict[str, tuple[type[Model], MayRead]] = {}


def register(model: type[Model], may_read: MayRead) -> None:
    """Give rows of `model` a history page for users for whom `may_read(user, row)` is true."""
    _readable[model._meta.label_lower] = (model, may_read)


def readable(label: str) -> tuple[type[Model], MayRead] | None:
    return _readable.get(label)
