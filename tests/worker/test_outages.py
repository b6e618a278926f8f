"""PostgreSQL or Redis fails while the portal is serving: pages say so, no input is lost, and it recovers by itself."""

import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.test import Client

from portal.embedded import machine
from tests.harness import ROOT, database_url_of_tests, wait_until
from tests.portal.people import person
from tests.worker.relay import Relay

pytestmark = pytest.mark.django_db(transaction=True)


class Answer:
    def __init__(self, response) -> None:
        self.status, self.headers, self.url = response.status, response.headers, response.url
        self.text = response.read().decode()


class Site:
    """gunicorn on the test database, through two relays."""

    def __init__(self, log) -> None:
        self.port = machine.free_port()
        urls = {"DATABASE_URL": database_url_of_tests(), "REDIS_URL": settings.REDIS_URL}
        self.relays = {}
        for name, url in urls.items():
            parts = urlsplit(url)
            relay = Relay(parts.hostname, parts.port)
            login = parts.netloc.rpartition("@")[0]
            urls[name] = urlunsplit(parts._replace(netloc=f"{login}@127.0.0.1:{relay.port}" if login else
                                                   f"127.0.0.1:{relay.port}"))  # fmt: skip
            self.relays[name.partition("_")[0].lower()] = relay
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}", "portal.wsgi"],
            env={**os.environ, **urls, "WEB_WORKERS": "1", "SITE_URL": f"http://127.0.0.1:{self.port}"},
            cwd=ROOT, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip

    def ask(self, path: str, cookie: str = "", form: dict[str, str] | None = None) -> Answer:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers={"Cookie": cookie})
        if form is not None:
            request.data = urllib.parse.urlencode(form).encode()
        try:
            with urllib.request.urlopen(request, timeout=20) as response:
                return Answer(response)
        except urllib.error.HTTPError as refused:
            with refused:
                return Answer(refused)

    def is_up(self) -> bool:
        try:
            return self.ask("/healthz").status == 200
        except OSError:
            return False


def crumb_of(page: Answer) -> tuple[str, str]:
    """The page's CSRF cookie and the form's token."""
    cookies = [value.partition(";")[0] for value in page.headers.get_all("Set-Cookie") or []]
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.text)
    return next((cookie for cookie in cookies if cookie.startswith("csrftoken")), ""), token.group(
        1
    ) if token else ""


@pytest.fixture
def site(transactional_db, tmp_path):
    with (tmp_path / "web.log").open("wb") as log:
        site = Site(log)
        try:
            wait_until(site.is_up, what="the site")
            yield site
        finally:
            machine.stop_group(site.process.pid, signal.SIGKILL)
            site.process.wait()
            for relay in site.relays.values():
                relay.interrupt()


@pytest.fixture
def cookie() -> str:
    client = Client()
    client.force_login(person())
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def test_without_the_database_pages_say_so_keep_the_input_and_recover(site, cookie):
    assert site.ask("/jobs/", cookie).status == 200

    site.relays["database"].interrupt()
    away = site.ask("/jobs/", cookie)
    login = site.ask("/accounts/login/")
    crumb, token = crumb_of(login)
    typed = "Six files were listed twice after a change of hall.\nI have taken them out."
    form = {"csrfmiddlewaretoken": token, "report": typed, "password": "hidden"}
    sent = site.ask("/jobs/", f"{cookie}; {crumb}", form)

    assert away.status == 503
    assert int(away.headers["Retry-After"]) > 0
    assert away.headers["Refresh"]  # the browser asks again by itself
    assert sent.status == 503
    assert "change of hall" in sent.text
    assert "hidden" not in sent.text.replace('type="hidden"', "")
    assert site.ask("/healthz").status == 200
    ready = site.ask("/readyz")
    assert (ready.status, '"database": "away"' in ready.text) == (503, True)

    site.relays["database"].resume()
    assert site.ask("/jobs/", cookie).status == 200


def test_without_redis_most_pages_work_and_readiness_reports_it(site, cookie):
    site.relays["redis"].interrupt()

    assert site.ask("/jobs/", cookie).status == 200
    ready = site.ask("/readyz")
    assert (ready.status, '"broker": "away"' in ready.text) == (503, True)

    site.relays["redis"].resume()
    wait_until(lambda: '"broker": "ok"' in site.ask("/readyz").text, what="the broker")


def test_signing_out_while_redis_is_down_reports_an_error(site, cookie):
    crumb, token = crumb_of(site.ask("/accounts/logout/", cookie))
    site.relays["redis"].interrupt()

    refused = site.ask("/accounts/logout/", f"{cookie}; {crumb}", {"csrfmiddlewaretoken": token})
    assert refused.status == 503
    assert '<form method="post" action="/accounts/logout/"' in refused.text  # to send it again

    site.relays["redis"].resume()
    site.ask("/accounts/logout/", f"{cookie}; {crumb}", {"csrfmiddlewaretoken": token})
    assert "/accounts/login/" in site.ask("/jobs/", cookie).url
