"""The supervisor starts again what dies and ends all that it started, and nothing else."""

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


def four(token: str) -> set[int]:
    wait_until(lambda: len(marked(token)) == 4, what="two programs and their two children")
    return marked(token)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_end_takes_children_of_children_along(supervisor, token, number):
    four(token)

    supervisor.send_signal(number)

    assert supervisor.wait(timeout=20) == 0
    wait_until(lambda: not marked(token), what="the end of all")


def test_a_program_killed_hard_starts_again_and_its_orphans_go(supervisor, token, tmp_path):
    before = four(token)
    victim = int(
        next(line for line in (tmp_path / "log").read_text().splitlines() if line.startswith("one")).split()[
            -1
        ]
    )

    os.kill(victim, signal.SIGKILL)

    wait_until(lambda: victim not in marked(token) and len(marked(token)) == 4, what="the new start")
    assert len(four(token) - before) == 2, "the program and its child; the other program was left alone"


def test_what_a_killed_supervisor_left_is_found_by_its_mark_and_nothing_else_is(supervisor, token):
    four(token)
    supervisor.kill()
    supervisor.wait()
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as stranger:
        assert machine.stop_marked(token) == 4
        assert stranger.poll() is None
        stranger.kill()

    assert marked(token) == set()


def test_one_checkout_runs_once(tmp_path):
    first, second = machine.only_one(tmp_path / "lock"), machine.only_one(tmp_path / "lock")

    with first, pytest.raises(machine.AlreadyRunningError):
        second.__enter__()
    with machine.only_one(tmp_path / "lock"):
        assert (tmp_path / "lock").exists()
