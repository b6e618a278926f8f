"""Fixtures that start real services: a Celery worker, an SMTP server, and Chromium with axe-core."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import redis
from aiosmtpd.controller import Controller
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.creation import DatabaseCreation
from playwright.sync_api import Browser, Page, sync_playwright

from portal.embedded import environment, machine
from tests import database

ROOT = Path(__file__).resolve().parent.parent


def wait_until(condition: Callable[[], Any], *, seconds: float = 30, what: str = "it") -> Any:
    """Call `condition` until it returns something true; AssertionError after `seconds`. For other processes only."""
    until = time.monotonic() + seconds
    pause = threading.Event()
    while True:
        result = condition()
        if result:
            return result
        assert time.monotonic() < until, f"{what} did not happen within {seconds} s"
        pause.wait(0.05)


def _force_drop(creation: DatabaseCreation, test_database_name: str, verbosity: int) -> None:
    """Drop the test database although the session of a worker that a test has killed may still be open."""
    with creation._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {creation._quote_name(test_database_name)} WITH (FORCE)")


DatabaseCreation._destroy_test_db = _force_drop


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix) -> None:
    """Copy the test database from a migrated template, which is faster than migrating it."""
    settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = database.template()


@pytest.fixture(autouse=True)
def clean_redis(request) -> None:
    """Delete the rate limits, cache and queues of the test before. Unit tests have no Redis."""
    if request.node.get_closest_marker("unit"):
        return
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.flushdb()


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path) -> None:
    """Store uploaded files in the temporary folder of the test."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "media"},
        },
    }


def database_url_of_tests() -> str:
    """The URL of the test database for other processes."""
    config = connection.settings_dict
    password = f":{quote(config['PASSWORD'])}" if config["PASSWORD"] else ""
    port = f":{config['PORT']}" if config["PORT"] else ""
    return f"postgres://{config['USER']}{password}@{quote(config['HOST'], safe='')}{port}/{config['NAME']}"


class WorkerProcess:
    """A real `celery worker` on the test database. `kill()` sends SIGKILL to its processes; `start()` restarts it."""

    def __init__(self, extra: dict[str, str]) -> None:
        self.environment = {**os.environ, "DATABASE_URL": database_url_of_tests(), **extra}
        self.process: subprocess.Popen[bytes] | None = None
        self.log = Path(extra["MEDIA_ROOT"]).parent / "worker.log"

    def start(self) -> "WorkerProcess":
        """Start it and wait for its heartbeat."""
        from django.core.cache import cache  # settings are ready only now

        from portal import celery

        cache.delete(celery.HEARTBEAT_KEY)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "celery", "--app", "portal.celery", "worker", "--queues", "default,documents",
                 "--concurrency", "2", "--loglevel", "INFO", "--without-mingle", "--without-gossip",
                 *self.includes()],
                env=self.environment, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        wait_until(self._has_heartbeat, seconds=40, what=f"the worker's heartbeat (see {self.log})")
        return self

    def includes(self) -> list[str]:
        """Arguments that load the tasks of the tests."""
        return ["--include", "tests.worker.tasks"]

    def _has_heartbeat(self) -> bool:
        from django.core.cache import cache

        from portal import celery

        assert self.process is not None
        assert self.process.poll() is None, self.log.read_text()[-3000:]
        return bool(cache.get(celery.HEARTBEAT_KEY))

    def kill(self) -> None:
        """Kill it without warning, as a power cut would."""
        assert self.process is not None
        machine.stop_group(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Stop it with SIGTERM, as a deployment would."""
        if self.process is not None and self.process.poll() is None:
            machine.stop_group(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.kill()


@pytest.fixture
def celery_worker_process(transactional_db, tmp_path, smtp_server) -> Iterator[WorkerProcess]:
    """A running worker that shares the test's database, Redis, files and mail server."""
    worker = WorkerProcess(
        {"MEDIA_ROOT": str(tmp_path / "media"), "EMAIL_URL": f"smtp://127.0.0.1:{smtp_server.port}"}
    )
    try:
        yield worker.start()
    finally:
        worker.stop()


class SmtpServer:
    """Collects emails in order; `reject` maps a recipient to the error reply that it gets."""

    def __init__(self) -> None:
        self.emails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.reject: dict[str, str] = {}
        self.port = machine.free_port()
        self.controller: Controller | None = None

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802  # aiosmtpd's name
        """Accept the recipient, or reply with the error set for it."""
        if address in self.reject:
            return self.reject[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802  # aiosmtpd's name
        """Collect the email."""
        self.emails.append(message_from_bytes(envelope.content, policy=policy.default))
        self.recipients.extend(envelope.rcpt_tos)
        return "250 OK"

    def start(self) -> None:
        """Listen, after a stop on the same port as before."""
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self) -> None:
        """Stop listening: connections are refused."""
        if self.controller is not None:
            self.controller.stop(no_assert=True)
            self.controller = None


@pytest.fixture
def smtp_server(settings) -> Iterator[SmtpServer]:
    """A real SMTP server, to which this process sends its emails too."""
    server = SmtpServer()
    server.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield server
    server.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium; without one the tests fail with a message that says what to install."""
    path = environment.browser()
    if path is None:
        pytest.fail(
            "Install Chromium, or set its path: CHROMIUM=/path/to/chromium  (apt-get install chromium)"
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def browser(chromium, live_server) -> Iterator[Callable[..., Page]]:
    """`browser(user=None, width=1280, language="en", javascript=True)` opens a page on the live server as `user`."""
    contexts = []

    def open_page(
        user: Any = None, *, width: int = 1280, language: str = "en", javascript: bool = True
    ) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            locale=language,
            java_script_enabled=javascript,
        )
        contexts.append(context)
        if user is not None:
            from django.test import Client

            client = Client()
            client.force_login(user)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(10_000)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """`axe(page, *rules)` lists the violations axe-core finds: rule, help, first element; [] for an accessible page."""

    def run(page: Page, *rules: str) -> list[str]:
        options: dict[str, Any] = {"resultTypes": ["violations"]}
        if rules:
            options["runOnly"] = list(rules)
        page.wait_for_load_state()  # axe cannot run before the document is loaded
        if not page.evaluate("typeof axe !== 'undefined'"):
            page.evaluate(AXE_SCRIPT)
        violations = page.evaluate("options => axe.run(options).then(results => results.violations)", options)
        return [f"{rule['id']}: {rule['help']} at {rule['nodes'][0]['html'][:160]}" for rule in violations]

    return run
