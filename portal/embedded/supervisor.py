"""Runs the portal's processes, restarts those that end, and stops all that it started."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from portal.embedded import machine

_STOP_SECONDS = 10
_CHECK_SECONDS = 0.5
_SERVICE_CHECK_SECONDS = 2
_BACKOFF_SECONDS = (0.5, 1, 2, 5, 10, 30)


@dataclass
class Program:
    """A command to keep running. `failures` counts successive ends soon after the start."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0
    wait_until: float = 0
    failures: int = 0


@dataclass
class Supervisor:
    """`run()` returns after `end()`, a signal or the end of the parent process, when all programs have stopped."""

    environment: dict[str, str]
    log_path: Path
    parent: int | None = None
    programs: list[Program] = field(default_factory=list)
    services: list[Callable[[], object]] = field(default_factory=list)
    _ending: threading.Event = field(default_factory=threading.Event)

    def add(self, name: str, *command: str) -> None:
        """Add a program; it starts with `run()`."""
        self.programs.append(Program(name, list(command)))

    def keep(self, ensure: Callable[[], object]) -> None:
        """Call `ensure` every two seconds: it starts a database again that was killed."""
        self.services.append(ensure)

    def end(self, *_signal: object) -> None:
        """End `run()`; safe to call in a signal handler."""
        self._ending.set()

    def run(self, ready: Callable[[], None]) -> None:
        """Start the programs, call `ready` once, and keep them running until `end()`."""
        with self.log_path.open("ab", buffering=0) as log:
            threading.Thread(target=self._keep_services, daemon=True).start()
            try:
                for program in self.programs:
                    self._start(program, log)
                ready()
                while not self._ending.wait(_CHECK_SECONDS):
                    self._check_programs(log)
            finally:
                self._stop()

    def _check_programs(self, log: IO[bytes]) -> None:
        if self.parent is not None and os.getppid() != self.parent:
            self.end()  # the parent process was killed
            return
        for program in self.programs:
            if program.process is None:
                if time.monotonic() >= program.wait_until:
                    self._start(program, log)
            elif program.process.poll() is not None:
                self._restart_later(program, program.process)

    def _restart_later(self, program: Program, process: subprocess.Popen[bytes]) -> None:
        # Children of a killed master process keep its port and its tasks.
        machine.stop_group(process.pid, signal.SIGKILL)
        lifetime = time.monotonic() - program.started_at
        program.failures = 0 if lifetime > 60 else program.failures + 1
        pause = _BACKOFF_SECONDS[min(program.failures, len(_BACKOFF_SECONDS) - 1)]
        program.process, program.wait_until = None, time.monotonic() + pause
        print_line(f"{program.name} ended with {process.returncode}; it starts again in {pause} s")

    def _start(self, program: Program, log: IO[bytes]) -> None:
        program.process = subprocess.Popen(
            program.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        program.started_at = time.monotonic()
        arguments = (program.name, program.process.stdout, log)
        threading.Thread(target=_copy_lines, args=arguments, daemon=True).start()

    def _stop(self) -> None:
        running = [program for program in self.programs if program.process is not None]
        for program in running:
            assert program.process is not None  # noqa: S101  # filtered above
            machine.stop_group(program.process.pid, signal.SIGTERM)
        until = time.monotonic() + _STOP_SECONDS
        for program in running:
            assert program.process is not None  # noqa: S101  # filtered above
            with contextlib.suppress(subprocess.TimeoutExpired):
                program.process.wait(timeout=max(0.1, until - time.monotonic()))
            machine.stop_group(program.process.pid, signal.SIGKILL)
            program.process.wait()

    def _keep_services(self) -> None:
        last_error = ""
        while not self._ending.wait(_SERVICE_CHECK_SECONDS):
            for ensure in self.services:
                try:
                    ensure()
                except (RuntimeError, OSError, subprocess.SubprocessError) as error:
                    if str(error) != last_error:  # print each error once, not every two seconds
                        print_line(f"a database does not start: {error}")
                    last_error = str(error)


def print_line(text: str) -> None:
    """Print a line; a closed terminal is no error."""
    with contextlib.suppress(OSError, ValueError):
        print(text, flush=True)


def _copy_lines(name: str, source: IO[bytes], log: IO[bytes]) -> None:
    prefix = f"{name:<7}| ".encode()
    for line in source:
        with contextlib.suppress(OSError, ValueError):
            log.write(prefix + line)
