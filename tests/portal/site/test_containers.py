"""docker-compose.yml, read as compose would: every service is watched, and no secret has a default."""

import re

import yaml

from tests.harness import ROOT

TEXT = (ROOT / "docker-compose.yml").read_text()
SERVICES = yaml.safe_load(TEXT)["services"]


def test_every_service_that_stays_is_watched():
    staying = {name: service for name, service in SERVICES.items() if service.get("restart") != "no"}

    assert set(staying) == {"web", "worker", "beat", "postgres", "redis"}
    assert [name for name, service in staying.items() if "healthcheck" not in service] == []


def test_no_secret_has_a_default():
    secret = re.compile(r"\$\{(\w*(?:PASSWORD|SECRET_KEY|TOKEN|EMAIL_URL)\w*)(:[-?])?([^}]*)\}")

    given = {name: (sign, rest) for name, sign, rest in secret.findall(TEXT)}

    assert set(given) == {"SECRET_KEY", "METRICS_TOKEN", "EMAIL_URL", "POSTGRES_PASSWORD", "REDIS_PASSWORD"}
    assert all(sign == ":?" and rest for sign, rest in given.values())


def test_web_worker_and_beat_are_one_image():
    assert {SERVICES[name]["image"] for name in ("migrate", "web", "worker", "beat")} == {"portal"}
