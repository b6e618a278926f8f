"""A link that a page offers can be opened by the person to whom it is offered.

Each role follows the links of its own pages through the demonstration, beginning at the home page, and opens two
rows of each kind of page.
"""

from collections import Counter, deque
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from tests import access

MOST_OF_A_KIND = 2
SIGNS_OUT = {"account_logout"}


class Links(HTMLParser):
    """Collects the addresses of `<a href>`."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href") if tag == "a" else None
        if address and address.startswith("/") and not address.startswith("//"):
            self.addresses.append(urlsplit(address)._replace(fragment="").geturl())


def kind_of(address: str) -> str:
    """The name of the URL; "" if there is no such page."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def links_of(response: HttpResponse) -> list[str]:
    """The addresses that a page links to; none of a file."""
    if response.streaming:
        b"".join(response.streaming_content)  # otherwise the file stays open
        return []
    if "html" not in response.get("Content-Type", ""):
        return []
    links = Links()
    links.feed(response.content.decode())
    return links.addresses


def broken_links(client: Client) -> Iterator[str]:
    """The links that answer with an error, each with the page that offers it."""
    opened: Counter[str] = Counter()
    seen, waiting = {"/home/", "/"}, deque([("/home/", ""), ("/", "")])
    while waiting:
        address, page = waiting.popleft()
        kind = kind_of(address)
        if kind in SIGNS_OUT or opened[kind] >= MOST_OF_A_KIND:
            continue
        opened[kind] += 1
        cache.clear()  # rate limits of one page must not affect the next
        response = client.get(address)
        if response.status_code >= 400:
            yield f"{address} on {page}: {response.status_code}"
            continue
        new = [link for link in links_of(response) if link not in seen]
        seen.update(new)
        waiting.extend((link, address) for link in new)


@pytest.mark.db
def test_every_link_that_a_page_offers_opens_for_the_reader(db):
    demo = access.DemoSite()

    broken = {f"{role}: {link}" for role, client in demo.clients.items() for link in broken_links(client)}

    assert broken == set()
