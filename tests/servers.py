"""A pytest plugin, loaded before Django: sets the environment and starts PostgreSQL and Redis if tests need them.

Settings are read before the tests are collected, so the URLs of both servers are chosen first and the servers are
started after collection. A run of unit tests only starts no server.

Without DATABASE_URL the embedded PostgreSQL runs under `.local/test/` until the end of the run; the processes of a
parallel run share the one that their controller starts. Each process starts its own Redis, so that queues and rate
limits of two processes do not mix.
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

# These override the environment: tests run with production settings, but without HTTPS.
FIXED = {
    "TESTING": "1",
    "DEMO": "0",
    "DEBUG": "0",
    "HTTPS": "0",
    "LOG_JSON": "0",
    "SITE_URL": "http://testserver",
    "SECRET_KEY": "",
    "EMAIL_URL": "smtp://127.0.0.1:9",  # no server: tests that send emails use the fixture `smtp_server`
    "MEDIA_ROOT": str(LOCAL / "test" / "media"),
    "STATIC_ROOT": str(LOCAL / "test" / "static"),
    "S3_BUCKET": "",
    "METRICS_TOKEN": "test-metrics-token",
    "JOB_LEASE_SECONDS": "3",
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",  # playwright runs an event loop in the test's thread
}


class Servers:
    """Servers whose URLs are chosen before they are started."""

    def __init__(self) -> None:
        self.planned: list[tuple[Postgres | Redis, str]] = []
        self.reservations: list[socket.socket] = []
        self.stack = ExitStack()

    def plan(self, server: Postgres | Redis) -> str:
        """Choose the server's URL and reserve its port until it starts."""
        url = server.choose_url()
        reservation = machine.reserve_port(machine.read_state(server.state_file)["port"])
        if reservation is not None:  # None if the server of an earlier run is still there, which is then used
            self.reservations.append(reservation)
        self.planned.append((server, url))
        return url

    def start(self) -> None:
        """Start the planned servers; a second call does nothing."""
        while self.reservations:
            self.reservations.pop().close()
        while self.planned:
            server, url = self.planned.pop()
            self.stack.callback(server.stop)
            if server.start() != url:
                raise pytest.UsageError("A port that was chosen for this run has been taken. Run it again.")

    def stop(self) -> None:
        """Stop the servers and remove their files."""
        while self.reservations:
            self.reservations.pop().close()
        self.stack.close()


_NEEDS_A_SERVER = re.compile(r"^pytestmark = pytest\.mark\.(django_db|db|browser|worker)\b", re.MULTILINE)
_servers = Servers()


def _prepare() -> None:
    """Set the environment, which the workers of xdist inherit."""
    os.environ.update(FIXED)
    os.environ.pop("PROMETHEUS_MULTIPROC_DIR", None)
    folder = _servers.stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-redis-"))
    os.environ["REDIS_URL"] = _servers.plan(Redis(Path(folder), durable=False))
    (LOCAL / "test" / "static").mkdir(parents=True, exist_ok=True)
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = _servers.plan(Postgres(LOCAL / "test" / "postgres", durable=False))
    for path in LOCAL.parent.glob("locale/*/LC_MESSAGES/django.po"):
        compile_file(path)  # a fresh clone has no .mo files


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Start PostgreSQL in the controller of a parallel run, which collects no tests, unless only unit tests run."""
    options = session.config.option
    is_worker = hasattr(session.config, "workerinput")
    if getattr(options, "numprocesses", None) and not is_worker and options.markexpr.strip() != "unit":
        _servers.start()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """In runs of unit tests only, do not import modules whose mark says that all their tests need a server."""
    if config.option.markexpr.strip() != "unit" or collection_path.suffix != ".py":
        return None
    return True if _NEEDS_A_SERVER.search(collection_path.read_text(encoding="utf-8")) else None


def pytest_collection_finish(session: pytest.Session) -> None:
    """Start the servers unless only unit tests are selected."""
    gc.freeze()  # modules and tests live until the end, so garbage collection can skip them
    if session.config.option.collectonly:
        return
    if any(item.get_closest_marker("unit") is None for item in session.items):
        _servers.start()


def pytest_unconfigure() -> None:
    """Stop the servers."""
    _servers.stop()


_prepare()  # on import, since pytest-django reads the settings in the first hook
