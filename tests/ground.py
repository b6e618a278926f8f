"""Loaded before Django: gives the run its database, its Redis and a settled environment.

Without DATABASE_URL the wheel's own PostgreSQL starts under `.local/test/` and stops at the end. Redis is always our
own, one for each process of a parallel run: queues and rate limits of two runs must not meet.
"""

import os
import tempfile
from contextlib import ExitStack
from pathlib import Path

from portal.embedded import services
from portal.embedded.redis_server import Redis
from portal.embedded.services import LOCAL
from portal.languages.catalogues import compile_file

_stack = ExitStack()

# Whatever the shell says, tests run as production would, without its https.
FIXED = {
    "TESTING": "1",
    "DEMO": "0",
    "DEBUG": "0",
    "HTTPS": "0",
    "LOG_JSON": "0",
    "SITE_URL": "http://testserver",
    "SECRET_KEY": "",
    "EMAIL_URL": "smtp://127.0.0.1:9",  # nobody listens: a test that sends asks for `smtp_server`
    "MEDIA_ROOT": str(LOCAL / "test" / "media"),
    "STATIC_ROOT": str(LOCAL / "test" / "static"),
    "S3_BUCKET": "",
    "METRICS_TOKEN": "test-metrics-token",
    "JOB_LEASE_SECONDS": "3",
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",  # playwright keeps a loop in the test's thread; the ORM is not called from it
}


def _prepare() -> None:
    """Set the environment and start what it does not name; xdist's workers inherit both."""
    os.environ.update(FIXED)
    os.environ.pop("PROMETHEUS_MULTIPROC_DIR", None)
    redis = Redis(
        Path(_stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-redis-"))), durable=False
    )
    os.environ["REDIS_URL"] = redis.start()
    _stack.callback(redis.stop)
    (LOCAL / "test" / "static").mkdir(parents=True, exist_ok=True)
    found = _stack.enter_context(
        services.running(LOCAL / "test", durable=False)
    )  # xdist's workers are given it
    os.environ["DATABASE_URL"] = found.database_url
    for path in LOCAL.parent.glob("locale/*/LC_MESSAGES/django.po"):
        compile_file(path)  # a fresh clone has no .mo files, and pages would speak English


def pytest_unconfigure() -> None:
    """Stop what was started."""
    _stack.close()


_prepare()  # at import: pytest-django reads the settings in the first hook there is
