"""Several kinds of things that wait for a person, found in one query however many kinds there are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, DateField, F, IntegerField, QuerySet, UUIDField, Value
from django.db.models.functions import Cast
from django.urls import reverse

from portal.access.users import AnyUser
from portal.dashboard.registry import ActionItem, Test

NOTHING = Value("")
SHOWN = 8
Tell = Callable[[str, str, str, date | None], ActionItem]


@dataclass(frozen=True)
class ActionItemQuery:
    """Rows that wait, the most urgent first, and how to say so.

    `tell` is given the row's public id, its `what` and `about` as text, and its `due` day where it has one.
    """

    rows: QuerySet[Any]
    what: str
    build: Tell
    about: Any = NOTHING
    due: Any = None
    row: str = "public_id"


def item_builder(title: Callable[[str], str], *, page: str, action_label: str, fragment: str = "") -> Tell:
    """The usual way to say it: `title` of its `what`, and `page` of the row, at `part` of that page."""

    def tell(row: str, what: str, about: str, due: date | None) -> ActionItem:
        return ActionItem(
            title=title(what),
            about=about,
            due=due,
            url=reverse(page, args=[row]) + fragment,
            action_label=action_label,
        )

    return tell


Kinds = Callable[[Any], Sequence[ActionItemQuery]]
_registered: list[tuple[Kinds, Test]] = []


def register_action_items(kinds: Kinds, *, test: Test) -> None:
    """Add kinds of things that wait for a person: those of all apps are found together, in one query."""
    _registered.append((kinds, test))


def action_items_for(user: AnyUser) -> list[ActionItem]:
    """All that waits of the registered kinds: one query."""
    return fetch_action_items(*(kind for kinds, test in _registered if test(user) for kind in kinds(user)))


def fetch_action_items(*kinds: ActionItemQuery) -> list[ActionItem]:
    """At most eight of each kind, by one query."""
    parts = [_part(number, kind) for number, kind in enumerate(kinds)]
    if not parts:
        return []
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return [kinds[number].build(str(row), what, about, due) for number, row, what, about, due in rows]


def _part(number: int, kind: ActionItemQuery) -> QuerySet[Any, Any]:
    due = Cast(kind.due, DateField()) if kind.due is not None else Cast(Value(None), DateField())
    return kind.rows.values_list(
        Value(number, IntegerField()),
        Cast(F(kind.row), UUIDField()),
        Cast(F(kind.what), CharField()),
        Cast(kind.about, CharField()),
        due,
    )[:SHOWN]
