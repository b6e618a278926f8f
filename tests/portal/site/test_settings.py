"""Starting the portal as another process with another environment."""

import os
import subprocess
import sys

import pytest

from tests.harness import ROOT

pytestmark = pytest.mark.worker

SECRETS = {
    "SECRET_KEY": "x" * 60,
    "DATABASE_URL": "postgres://portal@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp://127.0.0.1:1",
    "METRICS_TOKEN": "y" * 40,
}


def start(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess:
    complete = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **environment}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        env=complete,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("missing", sorted(SECRETS))
def test_production_does_not_start_without_a_secret_and_names_it(missing):
    done = start({name: value for name, value in SECRETS.items() if name != missing}, "check")

    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert missing in last
    assert not any(name in last.partition("(")[0] for name in SECRETS if name != missing)


def test_production_passes_the_deployment_check():
    done = start({**SECRETS, "SECRET_KEY": "aB3-dE5_" * 8, "SITE_URL": "https://a.example"}, "check", "--deploy",
                 "--fail-level", "WARNING")  # fmt: skip

    assert done.returncode == 0, done.stderr


def test_a_secret_can_be_read_from_a_file(tmp_path):
    key = tmp_path / "key"
    key.write_text("from-a-file-" * 6)
    environment = {name: value for name, value in SECRETS.items() if name != "SECRET_KEY"}

    done = start(
        {**environment, "SECRET_KEY_FILE": str(key)}, "shell", "--no-imports", "-c",
        "from django.conf import settings; print(settings.SECRET_KEY)",
    )  # fmt: skip

    assert done.stdout.strip() == "from-a-file-" * 6
