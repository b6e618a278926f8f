"""Models that can be found by search and the pages of their objects. Apps register theirs in `ready()`."""

from dataclasses import dataclass

from django.db.models import Model
from django.utils.functional import Promise


@dataclass(frozen=True)
class Findable:
    """`page` is the URL name of a hit's page, `row` the field lookup of the public id in its URL."""

    model: type[Model]
    kind: str | Promise
    page: str
    row: str = "public_id"


_findable: dict[str, Findable] = {}


def register(model: type[Model], *, kind: str | Promise, page: str, row: str = "public_id") -> None:
    """Include `model` in the search; users find the rows of `model.objects.visible_to(user)`."""
    _findable[model._meta.label_lower] = Findable(model, kind, page, row)


def findable() -> tuple[Findable, ...]:
    return tuple(_findable.values())
