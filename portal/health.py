"""Alive, ready, and measured: what a load balancer, an operator and Prometheus ask.

`/healthz` touches nothing. `/readyz` asks the database, the broker, a worker's pulse and the migrations, and
answers 503 while any of them is missing.
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
    """The process answers; nothing else is asked, so that an outage elsewhere does not restart it."""
    return HttpResponse("alive\n", content_type="text/plain")


@allow(everyone)
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Each part with "ok" or what is wrong with it; no version, host or address, for anyone may read this."""
    parts = checks()
    ready = all(answer == "ok" for answer in parts.values())
    return JsonResponse({"ready": ready, **parts}, status=200 if ready else 503)


@allow(everyone)
@never_cache
@require_safe
def metrics_page(request: HttpRequest) -> HttpResponse:
    """Prometheus' text for whoever holds METRICS_TOKEN (bearer) and for signed-in administrators; else 403."""
    if not _may_measure(request):
        return HttpResponse("Send METRICS_TOKEN as a bearer token.\n", content_type="text/plain", status=403)
    ready = checks()
    gauges = {
        f"portal_{name}_ok": (f"1 while the {name} check of /readyz passes", float(answer == "ok"))
        for name, answer in ready.items()
    }
    return HttpResponse(metrics.exposition(gauges), content_type="text/plain; version=0.0.4; charset=utf-8")


def checks() -> dict[str, str]:
    """database, migrations, broker, worker -> "ok", "away", "pending" or "silent"."""
    answers = {"database": _database()}
    answers["migrations"] = _migrations() if answers["database"] == "ok" else "away"
    answers["broker"], answers["worker"] = _broker_and_worker()
    return answers


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.warning("readiness: the database is away")
        connection.close()
        return "away"
    return "ok"


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    return "pending" if executor.migration_plan(executor.loader.graph.leaf_nodes()) else "ok"


def _broker_and_worker() -> tuple[str, str]:
    try:
        pulse = cache.get(celery.PULSE_KEY)
    except redis.exceptions.RedisError:
        logger.warning("readiness: Redis is away")
        return "away", "away"
    return "ok", "ok" if pulse else "silent"


def _may_measure(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "")
    if given:
        wanted = f"Bearer {settings.METRICS_TOKEN}"
        return bool(settings.METRICS_TOKEN) and secrets.compare_digest(given.encode(), wanted.encode())
    return request.user.is_authenticated and is_administrator(request.user)
