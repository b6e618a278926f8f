"""Registry of navigation items and home page cards. Apps register theirs in `ready()`.

Each entry has a `test(user)`: users for whom it is false do not see the entry.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from portal.access.users import AnyUser

Test = Callable[[Any], bool]


@dataclass(frozen=True)
class NavItem:
    """An entry of the main navigation."""

    url_name: str
    label: str | Promise
    order: int
    test: Test
    prefix: str = ""


@dataclass(frozen=True)
class SubnavItem:
    """A second-level entry under the navigation item with the URL name `parent`, which is itself the first of them."""

    parent: str
    url_name: str
    label: str | Promise
    order: int
    test: Test


@dataclass(frozen=True)
class Card:
    """A card of the home page: `build(user)` returns the template's context, or None to omit the card."""

    template: str
    build: Callable[[Any], dict[str, Any] | None]
    order: int
    test: Test
    aside: bool = False


@dataclass(frozen=True)
class FirstStep:
    """Something that the user can begin, shown on a home page that has nothing else yet."""

    url_name: str
    label: str | Promise
    about: str | Promise
    order: int
    test: Test


_first_steps: list[FirstStep] = []
_nav_items: list[NavItem] = []
_subnav_items: list[SubnavItem] = []
_cards: list[Card] = []
_public_cards: list[Card] = []


def register_nav_item(
    url_name: str, label: str | Promise, *, order: int, test: Test, prefix: str = ""
) -> None:
    """Add an entry to the navigation. It is marked as current on every path that starts with `prefix`."""
    _nav_items.append(NavItem(url_name, label, order, test, prefix))


def register_subnav_item(parent: str, url_name: str, label: str | Promise, *, order: int, test: Test) -> None:
    """Add a second-level entry; on its page the parent is marked as current in the main navigation."""
    _subnav_items.append(SubnavItem(parent, url_name, label, order, test))


def register_card(
    template: str,
    build: Callable[[Any], dict[str, Any] | None],
    *,
    order: int,
    test: Test,
    aside: bool = False,
) -> None:
    _cards.append(Card(template, build, order, test, aside))


def register_first_step(
    url_name: str, label: str | Promise, *, about: str | Promise, order: int, test: Test
) -> None:
    """Offer the page on home pages that have nothing else yet."""
    _first_steps.append(FirstStep(url_name, label, about, order, test))


def first_steps_of(user: AnyUser) -> list[FirstStep]:
    return sorted((step for step in _first_steps if step.test(user)), key=lambda step: step.order)


def nav_items_for(user: AnyUser, path: str) -> list[dict[str, Any]]:
    """The navigation of this user, without the entries that they may not open; the current one is marked."""
    shown = []
    for item in sorted(_nav_items, key=lambda item: item.order):
        if not item.test(user):
            continue
        try:
            url = reverse(item.url_name)
        except NoReverseMatch:  # pragma: no cover  # an app that this installation leaves out
            continue
        subnav_urls = [reverse(sub.url_name) for sub in _subnav_items if sub.parent == item.url_name]
        current = path.startswith((item.prefix or url, *subnav_urls))
        shown.append({"url": url, "label": item.label, "current": current})
    return shown


def subnav_items_for(parent: str, user: AnyUser, path: str) -> list[dict[str, Any]]:
    """The second-level entries under `parent` that this user may open; the current one is marked."""
    items = sorted((item for item in _subnav_items if item.parent == parent), key=lambda item: item.order)
    urls = [(reverse(item.url_name), item.label) for item in items if item.test(user)]
    return [{"url": url, "label": label, "current": path == url} for url, label in urls]


def cards_of(user: AnyUser) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The cards of the user's home page: main column and side column, in order."""
    main: list[dict[str, Any]] = []
    side: list[dict[str, Any]] = []
    for card in sorted(_cards, key=lambda card: card.order):
        if card.test(user):
            context = card.build(user)
            if context is not None:
                (side if card.aside else main).append({"template": card.template, "card": context})
    return main, side


def register_public_card(template: str, build: Callable[[Any], dict[str, Any] | None], *, order: int) -> None:
    """Add a card to the public home page."""
    _public_cards.append(Card(template, build, order, lambda _user: True))


def public_cards() -> list[Card]:
    return sorted(_public_cards, key=lambda card: card.order)
