"""What an app adds to the pages of the apps below it: panels, and addresses that those pages link to.

A page names a slot or an address; it shows nothing where no app has registered for it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from portal.access.users import AnyUser

Build = Callable[[AnyUser, list[Any]], Mapping[Any, dict[str, Any]]]
"""Takes the reader and the rows of the page; returns the context of the panel by the row's primary key."""


@dataclass(frozen=True)
class Panel:
    template: str
    build: Build
    order: int


_panels: dict[str, list[Panel]] = defaultdict(list)
_addresses: dict[str, Callable[..., str]] = {}


def register_panel(slot: str, template: str, build: Build, *, order: int) -> None:
    """Show `template` in the slot for each row for which `build` returns a context."""
    _panels[slot].append(Panel(template, build, order))
    _panels[slot].sort(key=lambda panel: panel.order)


def register_address(name: str, build: Callable[..., str]) -> None:
    """Give pages of lower apps the address that `build` makes, of a row or of nothing."""
    _addresses[name] = build


def panels_for(
    slot: str, user: AnyUser, rows: Iterable[Model]
) -> dict[Any, list[tuple[str, dict[str, Any]]]]:
    """Template and context of each panel by the row's primary key; a constant number of queries for all rows."""
    listed = list(rows)
    panels: dict[Any, list[tuple[str, dict[str, Any]]]] = {row.pk: [] for row in listed}
    for panel in _panels[slot]:
        for key, context in panel.build(user, listed).items():
            panels[key].append((panel.template, context))
    return panels


def address_of(name: str, row: Model | None = None) -> str:
    """The registered address, "" where no app has registered one."""
    build = _addresses.get(name)
    if build is None:
        return ""
    return build() if row is None else build(row)
