"""What each role's home page shows and where its navigation leads. Apps fill both in `ready()`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from portal.access.users import AnyUser

Test = Callable[[Any], bool]


@dataclass(frozen=True)
class NavItem:
    """A navigation entry for whoever `test` holds for."""

    url_name: str
    label: str | Promise
    order: int
    test: Test
    prefix: str = ""


@dataclass(frozen=True)
class SubnavItem:
    """One of the lists that a place (by its `url_name`) is made of; its first is among them."""

    place: str
    url_name: str
    label: str | Promise
    order: int
    test: Test


@dataclass(frozen=True)
class Card:
    """A part of the home page: `build(user)` gives the template's context, or None to leave it out."""

    template: str
    build: Callable[[Any], dict[str, Any] | None]
    order: int
    test: Test
    aside: bool = False


@dataclass(frozen=True)
class ActionItem:
    """One thing that waits for a person: what, about what, by when, and the address where it is decided."""

    title: str
    about: str
    url: str
    action_label: str
    due: date | None = None


Decisions = Callable[[Any], list[ActionItem]]
_places: list[NavItem] = []
_pages: list[SubnavItem] = []
_cards: list[Card] = []


def register_nav_item(
    url_name: str, label: str | Promise, *, order: int, test: Test, prefix: str = ""
) -> None:
    """Add a place to the navigation; `prefix` of the path under which it counts as the current one."""
    _places.append(NavItem(url_name, label, order, test, prefix))


def register_subnav_item(place: str, url_name: str, label: str | Promise, *, order: int, test: Test) -> None:
    """Add a list to a place: its lists lead to one another, and under each of them the place is the current one."""
    _pages.append(SubnavItem(place, url_name, label, order, test))


def register_card(
    template: str,
    build: Callable[[Any], dict[str, Any] | None],
    *,
    order: int,
    test: Test,
    aside: bool = False,
) -> None:
    _cards.append(Card(template, build, order, test, aside))


def nav_items_for(user: AnyUser, path: str) -> list[dict[str, Any]]:
    """The navigation for this person, the current place marked. A place that they may not enter is absent."""
    if user is None:
        return []
    shown = []
    for place in sorted(_places, key=lambda place: place.order):
        if not place.test(user):
            continue
        try:
            url = reverse(place.url_name)
        except NoReverseMatch:  # pragma: no cover  # a room that this installation leaves out
            continue
        prefixes = [place.prefix or url, *(_address(page) for page in _pages if page.place == place.url_name)]
        shown.append({"url": url, "label": place.label, "current": path.startswith(tuple(prefixes))})
    return shown


def subnav_items_for(place: str, user: AnyUser, path: str) -> list[dict[str, Any]]:
    """The lists of a place that this person may open, the one they are on marked."""
    known = sorted((page for page in _pages if page.place == place), key=lambda page: page.order)
    open_to = [page for page in known if page.test(user)]
    return [
        {"url": _address(page), "label": page.label, "current": path == _address(page)} for page in open_to
    ]


def _address(page: SubnavItem) -> str:
    return reverse(page.url_name)


def cards_of(user: AnyUser) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Main and side cards of the person's home page, in order."""
    main: list[dict[str, Any]] = []
    side: list[dict[str, Any]] = []
    for card in sorted(_cards, key=lambda card: card.order):
        if card.test(user):
            context = card.build(user)
            if context is not None:
                (side if card.aside else main).append({"template": card.template, "card": context})
    return main, side


_decisions: list[tuple[Decisions, Test]] = []
_public: list[Card] = []


def register_action_item_list(find: Decisions, *, test: Test) -> None:
    """Add to what waits for the person today; `find` costs one query."""
    _decisions.append((find, test))


def merge_action_items(user: AnyUser, others: Sequence[ActionItem] = ()) -> list[ActionItem]:
    """Everything that waits, with `others` among it, the most urgent first; what has no date comes last."""
    found = [*others, *(row for find, test in _decisions if test(user) for row in find(user))]
    return sorted(found, key=lambda row: (row.due is None, row.due or date.max))


def register_public_card(template: str, build: Callable[[Any], dict[str, Any] | None], *, order: int) -> None:
    """Add a part to the public home page."""
    _public.append(Card(template, build, order, lambda _user: True))


def public_cards() -> list[Card]:
    return sorted(_public, key=lambda card: card.order)
