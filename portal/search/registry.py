"""Which tables can be found, and which page a hit leads to. Apps fill it in `ready()`."""

from dataclasses import dataclass

from django.db.models import Model
from django.utils.functional import Promise


@dataclass(frozen=True)
class Findable:
    """`page` is the name of the address of a hit, `row` the path from the hit to the public id that it takes."""

    model: type[Model]
    kind: str | Promise
    page: str
    row: str = "public_id"


_findable: dict[str, Findable] = {}


def register(model: type[Model], *, kind: str | Promise, page: str, row: str = "public_id") -> None:
    """Let `model` be found: hits pass `model.objects.visible_to(user)` before they show."""
    _findable[model._meta.label_lower] = Findable(model, kind, page, row)


def findable() -> tuple[Findable, ...]:
    return tuple(_findable.values())
