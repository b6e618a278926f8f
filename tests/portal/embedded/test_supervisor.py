"""The supervisor restarts programs that end, and stops all programs that it started and no others."""

import os
import signal
import subprocess
import sys

import psutil
import pytest

from portal.embedded import machine
from tests.harness import ROOT, wait_until

pytestmark = pytest.mark.worker

SCRIPT = """
import os, signal, sys
from pathlib import Path
from portal.embedded.supervisor import Supervisor
supervisor = Supervisor({**os.environ, "PORTAL_RUN": sys.argv[2]}, Path(sys.argv[1]), os.getppid())
signal.signal(signal.SIGTERM, supervisor.end)
signal.signal(signal.SIGINT, supervisor.end)
child = "import os, sys, time; print(os.getpid(), flush=True); p = os.fork(); time.sleep(600)"
supervisor.add("one", sys.executable, "-c", child)
supervisor.add("two", sys.executable, "-c", child)
supervisor.run(ready=lambda: print("ready", flush=True))
"""


@pytest.fixture
def token() -> str:
    token = machine.new_secret()
    yield token
    machine.stop_marked(token)


@pytest.fixture
def supervisor(tmp_path, token):
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(tmp_path / "log"), token], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert process.stdout.readline() == b"ready\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def marked(token: str) -> set[int]:
    return {process.pid for process in psutil.process_iter() if machine._mark(process) == token}


def four_processes(token: str) -> set[int]:
    wait_until(lambda: len(marked(token)) == 4, what="two programs and their two children")
    return marked(token)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stopping_ends_the_children_of_children(supervisor, token, number):
    four_processes(token)

    supervisor.send_signal(number)

    assert supervisor.wait(timeout=20) == 0
    wait_until(lambda: not marked(token), what="the end of all processes")


def test_a_killed_program_is_restarted_and_its_orphans_are_ended(supervisor, token, tmp_path):
    before = four_processes(token)
    victim = int(
        next(line for line in (tmp_path / "log").read_text().splitlines() if line.startswith("one")).split()[
            -1
        ]
    )

    os.kill(victim, signal.SIGKILL)

    wait_until(lambda: victim not in marked(token) and len(marked(token)) == 4, what="the restart")
    assert len(four_processes(token) - before) == 2, (
        "the program and its child; the other program was not restarted"
    )


def test_processes_of_a_killed_supervisor_are_found_by_their_token(supervisor, token):
    four_processes(token)
    supervisor.kill()
    supervisor.wait()
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as other:
        assert machine.stop_marked(token) == 4
        assert other.poll() is None
        other.kill()

    assert marked(token) == set()


def test_one_checkout_can_run_only_once(tmp_path):
    first, second = machine.only_one(tmp_path / "lock"), machine.only_one(tmp_path / "lock")

    with first, pytest.raises(machine.AlreadyRunningError):
        second.__enter__()
    with machine.only_one(tmp_path / "lock"):
        assert (tmp_path / "lock").exists()
