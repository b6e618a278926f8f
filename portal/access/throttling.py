"""Limits how often pages that need no account can be requested, by network address or by link. Counted in Redis.

Each limit is a fixed window that begins with the first request in it. Without Redis the request fails and the
visitor sees the page for an outage: a limit is never skipped silently.
"""

import hashlib
import ipaddress
from functools import cache

import limits
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest
from limits.storage import RedisStorage
from limits.strategies import FixedWindowRateLimiter

_IPV6_PREFIX = 64  # one customer's network: each device in it can change its address at will
_TIMEOUT_SECONDS = 2


def is_throttled(
    request: HttpRequest, *, scope: str, rate: str, key: str = "", is_counted: bool = True
) -> bool:
    """Count the request and return whether there are more than `rate` allows, such as "20/minute" or "5/hour".

    Requests are counted for each `scope` and `key`; without a key, for the visitor's network address. With
    `is_counted=False` nothing is counted, and the answer is whether a further request would be one too many.
    """
    if not settings.THROTTLING_ENABLED:
        return False
    # A digest: neither addresses of visitors nor links can be read from Redis.
    identifier = hashlib.sha256((key or network_of(request)).encode()).hexdigest()
    check = _limiter().hit if is_counted else _limiter().test
    return not check(limits.parse(rate), scope, identifier)


def network_of(request: HttpRequest) -> str:
    """The visitor's IPv4 address, or the network of their IPv6 address."""
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))  # as sign-in counts too
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, _IPV6_PREFIX), strict=False))


@cache
def _limiter() -> FixedWindowRateLimiter:
    storage = RedisStorage(
        settings.REDIS_URL,
        key_prefix="portal:limits",
        socket_connect_timeout=_TIMEOUT_SECONDS,
        socket_timeout=_TIMEOUT_SECONDS,
    )
    return FixedWindowRateLimiter(storage)
