"""What the portal counts about itself, in Prometheus' terms. Several processes share one directory when
`PROMETHEUS_MULTIPROC_DIR` names it; labels are routes, never addresses, so that no id leaves through here.
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
    """Count one answered request under the route it matched."""
    match = request.resolver_match
    method = request.method if request.method in _METHODS else "other"
    _SECONDS.labels(method, match.route if match else "", str(response.status_code)).observe(seconds)


def exposition(gauges: dict[str, tuple[str, float]]) -> bytes:
    """The text format: requests of all processes, and `gauges` (name -> help, value) as they are now."""
    registry = CollectorRegistry()
    for name, (text, value) in gauges.items():
        Gauge(name, text, registry=registry).set(value)
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.MultiProcessCollector(registry)
    else:
        registry.register(_SECONDS)
    return generate_latest(registry)
