"""The steps of `make check`, and of `make test`, which also runs the tests."""

import os
import subprocess
import sys
import time

from portal.embedded import machine, services
from portal.embedded.services import LOCAL, ROOT
from portal.embedded.supervisor import print_line

_MANAGE = ("manage.py",)
STEPS: dict[str, tuple[str, ...]] = {
    "lint": ("-m", "ruff", "check", "."),
    "format": ("-m", "ruff", "format", "--check", "."),
    "templates": ("-m", "tools.templates"),
    "import contracts": ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"),
    "migrations": (*_MANAGE, "makemigrations", "--check", "--dry-run"),
    "deployment": (*_MANAGE, "check", "--deploy", "--fail-level", "WARNING"),
    "messages": (*_MANAGE, "messages", "check"),
    "API schema": (*_MANAGE, "spectacular", "--validate", "--fail-on-warn", "--file", os.devnull),
    "types": ("-m", "mypy", "portal", "participants", "assessments", "programs", "evaluations", "tools"),
}


def check() -> int:
    """Run all steps and print the output of those that fail. Returns 0 if all succeed."""
    return _report(_failed())


def test(arguments: list[str]) -> int:
    """Run the checks and all tests; with arguments, only pytest with these arguments."""
    if arguments:
        return _pytest(arguments)
    failed = _failed()
    print_line("tests ...")
    tests = _pytest(["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "--durations=20"])
    # Printed last, since the output of the checks is above thousands of lines of tests.
    return _report(failed) or tests


def _failed() -> list[str]:
    with services.running(LOCAL / "test", durable=False) as servers:
        return [name for name, command in STEPS.items() if not _passes(name, command, servers.environment())]


def _report(failed: list[str]) -> int:
    if failed:
        print_line(f"\nFailed: {', '.join(failed)}; see the output above. `make check` repeats these alone.")
    return 1 if failed else 0


def _pytest(arguments: list[str]) -> int:
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def _passes(name: str, command: tuple[str, ...], environment: dict[str, str]) -> bool:
    # Settings as in production, with random secrets.
    production = {
        "DEMO": "0",
        "TESTING": "0",
        "SECRET_KEY": machine.new_secret() + machine.new_secret(),
        "METRICS_TOKEN": machine.new_secret(),
        "EMAIL_URL": "smtp://127.0.0.1:9",
        "SITE_URL": "https://portal.example",
        "ALLOWED_HOSTS": "portal.example",
    }
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, *command], env={**environment, **production}, cwd=ROOT, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    print_line(
        f"{name:<18} {'ok' if done.returncode == 0 else 'FAILED':<7} {time.monotonic() - began:5.1f} s"
    )
    if done.returncode:
        print_line(done.stdout)
    return done.returncode == 0
