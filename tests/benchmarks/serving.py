"""A gunicorn with the benchmark's settings on a free port, and a client with a keep-alive connection."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from portal.embedded import machine

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def served() -> Iterator[int]:
    """Start two workers; yields the port."""
    port = machine.free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "portal.wsgi",
        "-b",
        f"127.0.0.1:{port}",
        "-w",
        "2",
        "--threads",
        "4",
    ]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings", "LOG_LEVEL": "ERROR"}
    environment.pop("PROMETHEUS_MULTIPROC_DIR", None)
    process = subprocess.Popen(command, env=environment, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while not machine.is_open(port):
            if time.monotonic() > until:
                raise RuntimeError("gunicorn did not start")
            time.sleep(0.2)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


@dataclass
class Answer:
    status: int
    seconds: float
    bytes_gzipped: int
    queries: int
    body: bytes
    headers: http.client.HTTPMessage


class Browser:
    """One keep-alive connection with a session cookie."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.cookie = cookie

    def get(self, path: str, *, gzip: bool = True) -> Answer:
        return self._ask("GET", path, headers={"Accept-Encoding": "gzip"} if gzip else {})

    def post(self, path: str, fields: dict[str, str], *, token: str, csrf_cookie: str) -> Answer:
        body = urlencode({**fields, "csrfmiddlewaretoken": token})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": "http://127.0.0.1"}
        return self._ask("POST", path, body=body, headers=headers, extra_cookie=f"; csrftoken={csrf_cookie}")

    def _ask(
        self, method: str, path: str, *, body: str = "", headers: dict, extra_cookie: str = ""
    ) -> Answer:
        headers = {**headers, "Cookie": f"{self.cookie}{extra_cookie}"}
        headers.pop("Origin", None)
        began = time.perf_counter()
        self.connection.request(method, path, body=body or None, headers=headers)
        response = self.connection.getresponse()
        content = response.read()
        seconds = time.perf_counter() - began
        queries = int(response.headers.get("X-Queries", 0))
        return Answer(response.status, seconds, len(content), queries, content, response.headers)
