"""Loaded before Django: gives the run its settings, and starts PostgreSQL and Redis when a selected test needs them.

Settings are read before it is known which tests run, so the addresses of both servers are chosen first and the servers
start after collection. A run of unit tests alone starts nothing.

Without DATABASE_URL the wheel's own PostgreSQL runs under `.local/test/` and stops at the end; the processes of a
parallel run share the one that their controller starts. Redis is always our own, one for each process of a parallel
run: queues and rate limits of two runs must not meet.
"""

import gc
import os
import re
import socket
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest

from portal.embedded import machine
from portal.embedded.postgres import Postgres
from portal.embedded.redis_server import Redis
from portal.embedded.services import LOCAL
from portal.languages.catalogues import compile_file

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


class Servers:
    """Servers whose addresses are known before they run."""

    def __init__(self) -> None:
        self.planned: list[tuple[Postgres | Redis, str]] = []
        self.reservations: list[socket.socket] = []
        self.stack = ExitStack()

    def plan(self, server: Postgres | Redis) -> str:
        """Choose the server's address and keep its port from other programs until it starts."""
        url = server.choose_url()
        reservation = machine.reserve_port(machine.read_state(server.state_file)["port"])
        if reservation is not None:  # None: an earlier run's server is there, and is used
            self.reservations.append(reservation)
        self.planned.append((server, url))
        return url

    def start(self) -> None:
        """Start what is planned; a second call does nothing."""
        while self.reservations:
            self.reservations.pop().close()
        while self.planned:
            server, url = self.planned.pop()
            self.stack.callback(server.stop)
            if server.start() != url:
                raise pytest.UsageError("A port that was chosen for this run has been taken. Run it again.")

    def stop(self) -> None:
        """Stop what was started and remove its files."""
        while self.reservations:
            self.reservations.pop().close()
        self.stack.close()


_NEEDS_A_SERVER = re.compile(r"^pytestmark = pytest\.mark\.(django_db|db|browser|worker)\b", re.MULTILINE)
_servers = Servers()


def _prepare() -> None:
    """Set the environment; xdist's workers inherit it."""
    os.environ.update(FIXED)
    os.environ.pop("PROMETHEUS_MULTIPROC_DIR", None)
    folder = _servers.stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-redis-"))
    os.environ["REDIS_URL"] = _servers.plan(Redis(Path(folder), durable=False))
    (LOCAL / "test" / "static").mkdir(parents=True, exist_ok=True)
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = _servers.plan(Postgres(LOCAL / "test" / "postgres", durable=False))
    for path in LOCAL.parent.glob("locale/*/LC_MESSAGES/django.po"):
        compile_file(path)  # a fresh clone has no .mo files, and pages would speak English


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """The controller of a parallel run collects no tests: it starts PostgreSQL unless only unit tests are selected."""
    options = session.config.option
    is_worker = hasattr(session.config, "workerinput")
    if getattr(options, "numprocesses", None) and not is_worker and options.markexpr.strip() != "unit":
        _servers.start()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Unit tests are to be quick: a module whose mark says that all its tests need a server is not even imported."""
    if config.option.markexpr.strip() != "unit" or collection_path.suffix != ".py":
        return None
    return True if _NEEDS_A_SERVER.search(collection_path.read_text(encoding="utf-8")) else None


def pytest_collection_finish(session: pytest.Session) -> None:
    """Start the servers if a selected test is more than a unit test."""
    gc.freeze()  # modules and collected tests stay until the end: the garbage collector need not look at them again
    if session.config.option.collectonly:
        return
    if any(item.get_closest_marker("unit") is None for item in session.items):
        _servers.start()


def pytest_unconfigure() -> None:
    """Stop what was started."""
    _servers.stop()


_prepare()  # at import: pytest-django reads the settings in the first hook there is
