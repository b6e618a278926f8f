"""Action items of all apps, fetched with one UNION query however many kinds there are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    CharField,
    DateField,
    DateTimeField,
    Expression,
    F,
    IntegerField,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast, TruncDate
from django.urls import reverse

from portal.access.users import AnyUser
from portal.dashboard.registry import Test

EMPTY = Value("")
MAX_ITEMS_PER_KIND = 8


@dataclass(frozen=True)
class ActionItem:
    """Something that a person has to do: what, about what, by when, and the page where it is done."""

    title: str
    about: str
    url: str
    action_label: str
    due: date | None = None


ItemBuilder = Callable[[str, str, str, date | None], ActionItem]


@dataclass(frozen=True)
class ActionItemQuery:
    """Rows that need an action, the most urgent first, and the function that builds an item from each.

    `what`, `about` and `due` are expressions on a row. `build` is called with the public id of the row (or what `row`
    names), `what` and `about` as text, and the date `due` or None. Rows may be groups: `.values(…).annotate(…)`.
    """

    rows: QuerySet[Any]
    what: str
    build: ItemBuilder
    about: Any = EMPTY
    due: Any = None
    row: str = "public_id"


def item_builder(
    title: Callable[[str], str], *, page: str, action_label: str, fragment: str = ""
) -> ItemBuilder:
    """Return the usual builder: `title(what)`, linked to the URL name `page` with the row's id and `fragment`."""

    def build(row: str, what: str, about: str, due: date | None) -> ActionItem:
        return ActionItem(
            title=title(what),
            about=about,
            due=due,
            url=reverse(page, args=[row]) + fragment,
            action_label=action_label,
        )

    return build


QueryFactory = Callable[[Any], Sequence[ActionItemQuery]]
_registered: list[tuple[QueryFactory, Test]] = []


def register_action_items(queries: QueryFactory, *, test: Test) -> None:
    """Add action items for users for whom `test` is true; `queries(user)` returns their queries."""
    _registered.append((queries, test))


def action_items_for(user: AnyUser) -> list[ActionItem]:
    """All registered action items of the user by due date, in one query; items without a date come last."""
    queries = [query for find, test in _registered if test(user) for query in find(user)]
    return sorted(fetch_action_items(*queries), key=lambda item: (item.due is None, item.due or date.max))


def fetch_action_items(*queries: ActionItemQuery) -> list[ActionItem]:
    """At most MAX_ITEMS_PER_KIND items of each query, in one UNION."""
    selects = [_select(number, query) for number, query in enumerate(queries)]
    if not selects:
        return []
    rows = selects[0].union(*selects[1:], all=True) if len(selects) > 1 else selects[0]
    return [queries[number].build(str(row), what, about, due) for number, row, what, about, due in rows]


def _select(number: int, query: ActionItemQuery) -> QuerySet[Any, Any]:
    return query.rows.values_list(
        Value(number, IntegerField()),
        Cast(F(query.row), UUIDField()),
        Cast(F(query.what), CharField()),
        Cast(query.about, CharField()),
        _due_day(query),
    )[:MAX_ITEMS_PER_KIND]


def _due_day(query: ActionItemQuery) -> Expression:
    """The date of `query.due`; of a time, the date in the active time zone, as on the page of the item."""
    if query.due is None:
        return Cast(Value(None), DateField())
    field = query.due.resolve_expression(query.rows.all().query).output_field
    return TruncDate(query.due) if isinstance(field, DateTimeField) else Cast(query.due, DateField())
