"""Which tables can be found, and what a hit links to. Apps fill it in `ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise


@dataclass(frozen=True)
class Findable:
    model: type[Model]
    kind: str | Promise
    url_of: Callable[[Any], str]


_findable: dict[str, Findable] = {}


def register(model: type[Model], *, kind: str | Promise, url_of: Callable[[Any], str]) -> None:
    """Let `model` be found: hits pass `model.objects.visible_to(user)` before they show."""
    _findable[model._meta.label_lower] = Findable(model, kind, url_of)


def findable() -> tuple[Findable, ...]:
    return tuple(_findable.values())
