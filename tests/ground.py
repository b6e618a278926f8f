"""Loaded before Django: gives the run its database, its Redis and a settled environment.

Without DATABASE_URL or REDIS_URL the wheels' own servers start under `.local/test/` and stop at the end. Parallel
runs get a Redis database each, as pytest-django gives each a PostgreSQL database.
"""

import os
from contextlib import ExitStack
from urllib.parse import urlsplit, urlunsplit

from portal.embedded import services
from portal.embedded.services import LOCAL

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
    if "PYTEST_XDIST_WORKER" not in os.environ:
        (LOCAL / "test" / "static").mkdir(parents=True, exist_ok=True)
        found = _stack.enter_context(services.running(LOCAL / "test", durable=False))
        os.environ["DATABASE_URL"], os.environ["REDIS_URL"] = found.database_url, found.redis_url
    os.environ["REDIS_URL"] = _redis_of_this_worker(os.environ["REDIS_URL"])


def pytest_unconfigure() -> None:
    """Stop what was started."""
    _stack.close()


def _redis_of_this_worker(url: str) -> str:
    parts = urlsplit(url)
    given = int(parts.path.strip("/") or 0)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if not worker:
        return urlunsplit(parts._replace(path=f"/{4 + 3 * given % 12}"))
    return urlunsplit(parts._replace(path=f"/{given + 1 + int(worker.removeprefix('gw')) % 2}"))


_prepare()  # at import: pytest-django reads the settings in the first hook there is
