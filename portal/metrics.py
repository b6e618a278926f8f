"""Prometheus metrics. Several processes share the directory `PROMETHEUS_MULTIPROC_DIR` if it is set.

Labels are URL patterns, not URLs, so that the metrics contain no ids.
"""

import os

from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Gauge, Histogram, generate_latest, multiprocess

_SECONDS = Histogram(
    "portal_request_seconds",
    "Time to answer a request, in seconds",
    ["method", "route", "status"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def observe(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """Record the duration of a request under its URL pattern."""
    match = request.resolver_match
    method = request.method if request.method in _METHODS else "other"
    _SECONDS.labels(method, match.route if match else "", str(response.status_code)).observe(seconds)


def exposition(gauges: dict[str, tuple[str, float]]) -> bytes:
    """The text format with the requests of all processes and the current `gauges` (name -> help, value)."""
    registry = CollectorRegistry()
    for name, (text, value) in gauges.items():
        Gauge(name, text, registry=registry).set(value)
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.MultiProcessCollector(registry)
    else:
        registry.register(_SECONDS)
    return generate_latest(registry)
