"""docker-compose.yml: every long-running service has a health check, and no secret has a default."""

import importlib
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command

from portal.embedded import postgres, redis_server
from tests.harness import ROOT

TEXT = (ROOT / "docker-compose.yml").read_text()
SERVICES = yaml.safe_load(TEXT)["services"]


def test_every_long_running_service_has_a_health_check():
    long_running = {name: service for name, service in SERVICES.items() if service.get("restart") != "no"}

    assert set(long_running) == {"web", "worker", "beat", "postgres", "redis"}
    assert [name for name, service in long_running.items() if "healthcheck" not in service] == []


def test_commands_import_what_exists():
    imports = re.findall(r"from (portal[\w.]*) import (\w+)", TEXT)

    assert imports
    assert [name for module, name in imports if not hasattr(importlib.import_module(module), name)] == []


def test_no_secret_has_a_default():
    secret = re.compile(r"\$\{(\w*(?:PASSWORD|SECRET_KEY|TOKEN|EMAIL_URL)\w*)(:[-?])?([^}]*)\}")

    secrets = {name: (operator, rest) for name, operator, rest in secret.findall(TEXT)}

    assert set(secrets) == {"SECRET_KEY", "METRICS_TOKEN", "EMAIL_URL", "POSTGRES_PASSWORD", "REDIS_PASSWORD"}
    assert all(operator == ":?" and rest for operator, rest in secrets.values())


def test_web_worker_and_beat_use_one_image():
    assert {SERVICES[name]["image"] for name in ("migrate", "web", "worker", "beat")} == {"portal"}


def test_static_files_are_readable_by_other_users(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"

    call_command("collectstatic", interactive=False, verbosity=0)

    modes = {path.stat().st_mode & 0o777 for path in settings.STATIC_ROOT.rglob("*") if path.is_file()}
    assert modes == {0o644}


@pytest.mark.parametrize(
    ("service", "program"),
    [("postgres", postgres.BIN / "postgres"), ("redis", redis_server.PROGRAM)],
)
def test_tests_and_containers_have_the_same_major_version(service: str, program: Path):
    output = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    installed = re.search(r"(?:v=|PostgreSQL\) )(\d+)", output)
    container = re.search(r":(\d+)", SERVICES[service]["image"])

    assert installed is not None
    assert container is not None
    assert installed.group(1) == container.group(1)


def test_development_uses_the_server_images_of_production():
    development = yaml.safe_load((ROOT / "compose.dev.yml").read_text())["services"]

    for name in ("postgres", "redis"):
        assert development[name]["image"] == SERVICES[name]["image"]
