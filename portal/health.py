"""Health checks for load balancers and operators, and metrics for Prometheus.

`/healthz` uses no other service. `/readyz` checks the database, the migrations, the broker and the worker's heartbeat,
and responds with 503 while any of them fails.
"""

import logging
import secrets

import redis.exceptions
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from participants.accounts.queries import is_administrator
from portal import celery, metrics
from portal.access.decorators import allow
from portal.access.policies import everyone

logger = logging.getLogger(__name__)


@allow(everyone)
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Respond without using any other service, so that an outage elsewhere does not restart this process."""
    return HttpResponse("alive\n", content_type="text/plain")


@allow(everyone)
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """The result of each check; public, so it names no version, host or address."""
    results = checks()
    ready = all(result == "ok" for result in results.values())
    return JsonResponse({"ready": ready, **results}, status=200 if ready else 503)


@allow(everyone)
@never_cache
@require_safe
def metrics_page(request: HttpRequest) -> HttpResponse:
    """Metrics in the Prometheus text format, for requests with METRICS_TOKEN and for administrators; else 403."""
    if not _may_read_metrics(request):
        return HttpResponse("Send METRICS_TOKEN as a bearer token.\n", content_type="text/plain", status=403)
    gauges = {
        f"portal_{name}_ok": (f"1 while the {name} check of /readyz passes", float(result == "ok"))
        for name, result in checks().items()
    }
    return HttpResponse(metrics.exposition(gauges), content_type="text/plain; version=0.0.4; charset=utf-8")


def checks() -> dict[str, str]:
    """database, migrations, broker, worker -> "ok", "away", "pending" or "silent"."""
    results = {"database": _database()}
    results["migrations"] = _migrations() if results["database"] == "ok" else "away"
    results["broker"], results["worker"] = _broker_and_worker()
    return results


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.warning("readiness: the database cannot be reached")
        connection.close()
        return "away"
    return "ok"


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    return "pending" if executor.migration_plan(executor.loader.graph.leaf_nodes()) else "ok"


def _broker_and_worker() -> tuple[str, str]:
    try:
        heartbeat = cache.get(celery.HEARTBEAT_KEY)
    except redis.exceptions.RedisError:
        logger.warning("readiness: Redis cannot be reached")
        return "away", "away"
    return "ok", "ok" if heartbeat else "silent"


def _may_read_metrics(request: HttpRequest) -> bool:
    header = request.headers.get("Authorization", "")
    if header:
        expected = f"Bearer {settings.METRICS_TOKEN}"
        return bool(settings.METRICS_TOKEN) and secrets.compare_digest(header.encode(), expected.encode())
    return request.user.is_authenticated and is_administrator(request.user)
