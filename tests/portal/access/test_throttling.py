"""Rate limits by network address and by link, counted in a real Redis."""

import pytest
import redis
from django.conf import settings as portal_settings
from django.test import RequestFactory

from portal.access.throttling import is_throttled, network_of
from tests.harness import wait_until

pytestmark = pytest.mark.db


def visit(address: str = "192.0.2.1"):
    return RequestFactory().get("/", REMOTE_ADDR=address)


def test_requests_over_the_limit_are_throttled():
    answers = [is_throttled(visit(), scope="verify", rate="3/minute") for _n in range(5)]

    assert answers == [False, False, False, True, True]


def test_addresses_links_and_scopes_are_counted_separately():
    assert not is_throttled(visit(), scope="verify", rate="1/minute")

    assert is_throttled(visit(), scope="verify", rate="1/minute")
    assert not is_throttled(visit("192.0.2.2"), scope="verify", rate="1/minute")
    assert not is_throttled(visit(), scope="report", rate="1/minute")
    assert not is_throttled(visit(), scope="verify", rate="1/minute", key="link")
    assert is_throttled(visit("192.0.2.3"), scope="verify", rate="1/minute", key="link")


def test_checking_without_counting_does_not_use_the_limit():
    for _n in range(3):
        assert not is_throttled(visit(), scope="miss", rate="1/minute", is_counted=False)

    is_throttled(visit(), scope="miss", rate="1/minute")

    assert is_throttled(visit(), scope="miss", rate="1/minute", is_counted=False)


def test_the_limit_resets_after_its_window():
    assert [is_throttled(visit(), scope="short", rate="1/second") for _n in range(2)] == [False, True]

    wait_until(
        lambda: not is_throttled(visit(), scope="short", rate="1/second", is_counted=False),
        seconds=5,
        what="the end of the window",
    )


@pytest.mark.parametrize(
    ("address", "network"),
    [("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")],
)
def test_an_ipv6_network_counts_as_one_visitor(address, network):
    assert network_of(visit(address)) == network


def test_behind_a_proxy_the_address_that_it_adds_is_counted(settings):
    request = RequestFactory().get(
        "/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "198.51.100.1, 192.0.2.8"}
    )

    assert network_of(request) == "10.0.0.1"

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert network_of(request) == "192.0.2.8"


def test_redis_stores_neither_the_address_nor_the_link():
    is_throttled(visit("192.0.2.9"), scope="verify", rate="1/minute")
    is_throttled(visit(), scope="answer", rate="1/minute", key="secret-link")

    with redis.Redis.from_url(portal_settings.REDIS_URL) as client:
        keys = b" ".join(client.keys())

    assert b"192.0.2.9" not in keys
    assert b"secret-link" not in keys
    assert keys.count(b"portal:limits") == 2


def test_limits_can_be_switched_off(settings):
    settings.THROTTLING_ENABLED = False

    assert not any(is_throttled(visit(), scope="verify", rate="1/minute") for _n in range(5))
