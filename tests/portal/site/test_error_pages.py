"""Error pages, health checks and metrics."""

import json

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.asserts import assertTemplateUsed

from portal import celery
from tests.portal.people import administrator, person

pytestmark = pytest.mark.django_db


def test_a_missing_page_is_shown_in_the_site_layout(client):
    english = client.get("/no/such/page")

    assert english.status_code == 404
    assertTemplateUsed(english, "errors/404.html")
    assert 'id="main"' in english.content.decode()


def test_a_missing_row_of_the_api_is_a_problem_document(client):
    answer = client.get("/api/v1/no-such-thing/")

    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("application/problem+json")
    assert json.loads(answer.content)["status"] == 404


def test_a_form_without_csrf_token_is_rejected_with_advice(settings):
    settings.DEBUG = False
    client = Client(enforce_csrf_checks=True)

    answer = client.post("/accounts/login/", {"login": "a@b.example", "password": "x"})

    assert answer.status_code == 403
    assertTemplateUsed(answer, "errors/csrf.html")


def test_a_server_error_shows_a_reference_but_not_the_cause(client, monkeypatch):
    from portal.jobs import views

    def fail(*_arguments):
        raise RuntimeError("secret cause")

    monkeypatch.setattr(views, "Paginator", fail)
    client.raise_request_exception = False
    client.force_login(person())

    answer = client.get("/jobs/", headers={"X-Request-ID": "abcdef-123456"})

    assert answer.status_code == 500
    assert "abcdef-123456" in answer.content.decode()
    assert "secret cause" not in answer.content.decode()


@pytest.mark.parametrize("path", ["/search/?q=a%00b", "/needs/?q=a%00b"])
def test_null_characters_give_a_bad_request(client, path):
    client.raise_request_exception = False
    client.force_login(administrator())

    answer = client.get(path)

    assert answer.status_code == 400
    assertTemplateUsed(answer, "errors/400.html")


def test_every_response_has_a_request_id_and_a_strict_csp(client):
    answer = client.get("/healthz", headers={"X-Request-ID": "<script>"})

    assert len(answer["X-Request-ID"]) == 12
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert (answer["X-Frame-Options"], answer["X-Content-Type-Options"]) == ("DENY", "nosniff")


def test_readiness_reports_each_service(client):
    silent = client.get("/readyz")
    assert silent.status_code == 503
    assert silent.json() == {
        "ready": False, "database": "ok", "migrations": "ok", "broker": "ok", "worker": "silent",
    }  # fmt: skip

    cache.set(celery.HEARTBEAT_KEY, "now", 10)
    assert client.get("/readyz").json()["ready"] is True


def test_metrics_require_the_token_or_an_administrator(client):
    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 403
    client.force_login(person())
    assert client.get("/metrics").status_code == 403

    client.force_login(administrator())
    assert client.get("/metrics").status_code == 200
    text = Client().get("/metrics", headers={"Authorization": "Bearer test-metrics-token"}).content.decode()
    assert "portal_request_seconds_count" in text
    assert "portal_worker_ok 0.0" in text
    assert "judge@court.example" not in text


def test_times_are_shown_in_the_time_zone_of_the_user(client):
    from portal.jobs import kinds, services
    from portal.jobs.models import Job

    kinds.register("tests.zone", task="tests.zone", title="Zone")
    user = person(timezone="Pacific/Fiji")
    job = services.start("tests.zone", key="x", by=user)
    Job.objects.filter(pk=job.pk).update(created_at="2026-07-01T20:00:00Z")
    client.force_login(user)

    assert "2 July 2026, 08:00" in client.get(job.get_absolute_url()).content.decode()
