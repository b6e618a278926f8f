"""Functions for ports, lock files, state files and processes of this machine."""

import contextlib
import fcntl
import json
import os
import secrets
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

TOKEN_NAME = "PORTAL_RUN"  # noqa: S105  # the environment variable that marks our processes; no secret


class AlreadyRunningError(Exception):
    """Another supervisor of this checkout is running."""


def free_port() -> int:
    """A free port of 127.0.0.1."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def reserve_port(port: int) -> socket.socket | None:
    """Bind a port without listening, so that no other program gets it. None if it is in use."""
    reservation = socket.socket()
    try:
        reservation.bind(("127.0.0.1", port))
    except OSError:
        reservation.close()
        return None
    return reservation


def is_open(port: int) -> bool:
    """Whether a program listens on this port of 127.0.0.1."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextlib.contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Lock the file; the lock ends with the process, even if it is killed. Raises `AlreadyRunningError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AlreadyRunningError from None
        yield


def read_state(path: Path) -> dict[str, Any]:
    """The content of a JSON file; {} if it does not exist or is incomplete after a crash."""
    try:
        return dict(json.loads(path.read_text()))
    except (OSError, ValueError):
        return {}


def write_state(path: Path, state: dict[str, Any]) -> None:
    """Replace the file atomically. Other users cannot read it, since it may contain passwords."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(state, file)
    draft.replace(path)


def new_secret() -> str:
    """A random password."""
    return secrets.token_hex(16)


def stop_marked(token: str) -> int:
    """Stop all processes with this mark that a killed supervisor left running. Returns their number."""
    left = [process for process in psutil.process_iter() if _mark(process) == token]
    for process in left:
        with contextlib.suppress(psutil.Error):
            process.terminate()
    _gone, alive = psutil.wait_procs(left, timeout=5)
    for process in alive:
        with contextlib.suppress(psutil.Error):
            process.kill()
    return len(left)


def works_in(process: psutil.Process, folder: Path) -> bool:
    """Whether the working directory of the process is this folder; False without permission to read it."""
    try:
        return process.cwd() == str(folder)
    except (psutil.Error, OSError):
        return False


def stop_group(pid: int, number: signal.Signals) -> None:
    """Send the signal to the process group of this leader; it may have ended already."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def _mark(process: psutil.Process) -> str:
    try:
        return str(process.environ().get(TOKEN_NAME, "")) if process.pid != os.getpid() else ""
    except (psutil.Error, OSError):
        return ""
