"""`python -m portal.embedded run | reset | check | test | with`, called by the Makefile.

run     everything: databases, migrations, static files, demo data once, web, worker and beat
reset   throw the local data away, after asking
check   lint, contracts, migrations, translations, schema, types
test    the same and all tests; with arguments pytest alone, which gets them
with    run one command with the databases up (`make bench`, `make screenshots`)
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from portal.embedded import checks, machine, services
from portal.embedded.services import LOCAL, ROOT
from portal.embedded.supervisor import Supervisor, print_line

LOCK = LOCAL / "lock"
RUN_STATE = LOCAL / "run.json"
DEMO_MARK = LOCAL / "demo-loaded"
DEMO_ACCOUNTS = LOCAL / "demo.txt"
LOG = LOCAL / "log" / "portal.log"
LOG_KEEP_BYTES = 20_000_000


def main() -> int:
    """Run the command. Errors that the user can fix are printed as one sentence without traceback."""
    action, *rest = sys.argv[1:] or ["run"]
    actions: dict[str, Callable[[], int]] = {
        "run": run,
        "reset": reset,
        "check": checks.check,
        "test": lambda: checks.test(rest),
        "with": lambda: with_services(rest),
    }
    if action not in actions:
        print_line(__doc__ or "")
        return 2
    try:
        return actions[action]()
    except machine.AlreadyRunningError:
        state = machine.read_state(RUN_STATE)
        print_line(
            f"This checkout runs already at {state.get('address', 'its address')} (process {state.get('pid', '?')})."
        )
        return 1
    except subprocess.CalledProcessError as failed:
        print_line(f"\n{' '.join(map(str, failed.cmd))} failed; its message is above.")
        return 1
    except KeyboardInterrupt:
        print_line("Stopped.")
        return 130


def run() -> int:
    """Run the portal until Ctrl-C, SIGTERM or the end of the parent process."""
    port = int(os.environ.get("PORT", "8000"))
    parent = os.getppid() if os.environ.pop("WITH_PARENT", "") else None
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with machine.only_one(LOCK):
        _clear_leftovers()
        if machine.is_open(port):
            print_line(f"Port {port} is in use. Choose another:  make run PORT={port + 1}")
            return 1
        _prepare_log()
        print_line("Starting PostgreSQL and Redis ...")
        with services.running() as servers:
            environment = _environment(servers, port)
            _prepare_site(environment)
            _supervise(servers, environment, port, parent)
    RUN_STATE.unlink(missing_ok=True)
    print_line("Stopped. The data is kept.")
    return 0


def reset() -> int:
    """Delete `.local/`; the answer must be "yes"."""
    with machine.only_one(LOCK):
        if not LOCAL.exists():
            print_line("There is no local data.")
            return 0
        print_line(f"This deletes the local database, files and logs in {LOCAL}. It cannot be undone.")
        answer = os.environ.get("ANSWER") or input("Delete them? Type yes: ")
        if answer.strip().lower() != "yes":
            print_line("Nothing was deleted.")
            return 1
        _clear_leftovers()
        for server in (services.Postgres(LOCAL / "postgres"), services.Redis(LOCAL / "redis")):
            if server.is_running():
                server.stop()
        shutil.rmtree(LOCAL)
    print_line("Deleted. `make run` starts with an empty database.")
    return 0


def with_services(command: list[str]) -> int:
    """Run a command with the services of a running portal, or with services started for the command."""
    try:
        with machine.only_one(LOCK), services.running() as servers:
            environment = _environment(servers, int(os.environ.get("PORT", "8000")))
            return subprocess.run(command, env=environment, check=False).returncode
    except machine.AlreadyRunningError:
        state = machine.read_state(RUN_STATE)
        environment = {**os.environ, **state.get("environment", {})}
        return subprocess.run(command, env=environment, check=False).returncode


def _environment(servers: services.Services, port: int) -> dict[str, str]:
    defaults = {
        "DEMO": "1",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "MEDIA_ROOT": str(LOCAL / "media"),
        "STATIC_ROOT": str(LOCAL / "static"),
        "PROMETHEUS_MULTIPROC_DIR": str(LOCAL / "metrics"),
        "PYTHONUNBUFFERED": "1",
    }
    if os.environ.get("DEMO") == "0":
        defaults |= {
            "LOCAL": "1",
            "SECRET_KEY": _kept_secret("secret-key"),
            "METRICS_TOKEN": _kept_secret("metrics-token"),
        }
    return {**defaults, **servers.environment(), machine.TOKEN_NAME: machine.new_secret()}


def _kept_secret(name: str) -> str:
    """A secret of this local installation, created once: sessions and links survive a restart."""
    path = LOCAL / name
    if not path.exists():
        LOCAL.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(machine.new_secret())
    return path.read_text()


def _clear_leftovers() -> None:
    token = machine.read_state(RUN_STATE).get("token")
    if token and machine.stop_marked(token):
        print_line("Stopped processes left by an earlier start.")


def _prepare_log() -> None:
    LOG.parent.mkdir(parents=True, exist_ok=True)
    if LOG.exists() and LOG.stat().st_size > LOG_KEEP_BYTES:
        LOG.replace(LOG.with_suffix(".old.log"))


def _prepare_site(environment: dict[str, str]) -> None:
    metrics = Path(environment["PROMETHEUS_MULTIPROC_DIR"])
    shutil.rmtree(metrics, ignore_errors=True)  # counters of processes that have ended
    metrics.mkdir(parents=True)
    print_line("Preparing the site ...")
    _manage(environment, "prepare")
    # The mark depends on the database, so that another DATABASE_URL also gets the demo data.
    mark = f"{environment['DATABASE_URL'].rpartition('@')[2].rpartition('/')[2]}\n"
    if environment["DEMO"] == "1" and not (DEMO_MARK.exists() and mark in DEMO_MARK.read_text()):
        _load_demo(environment, mark)


def _load_demo(environment: dict[str, str], mark: str) -> None:
    if not any(ROOT.glob("*/management/commands/demo.py")):
        return
    print_line("Loading the demo data, once ...")
    command = [sys.executable, str(ROOT / "manage.py"), "demo"]
    done = subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    DEMO_ACCOUNTS.write_text(done.stdout)  # the demo accounts, printed at every start
    with DEMO_MARK.open("a") as file:
        file.write(mark)


def _manage(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments], env=environment, cwd=ROOT, check=True
    )


def _supervise(
    servers: services.Services, environment: dict[str, str], port: int, parent: int | None
) -> None:
    address = environment["SITE_URL"]
    shown = {
        name: environment[name] for name in environment if name not in os.environ or name.endswith("_URL")
    }
    state = {
        "pid": os.getpid(),
        "address": address,
        "token": environment[machine.TOKEN_NAME],
        "environment": shown,
    }
    machine.write_state(RUN_STATE, state)
    supervisor = Supervisor(environment, LOG, parent)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, supervisor.end)
    python, celery = sys.executable, ("-m", "celery", "--app", "portal.celery", "--workdir", str(ROOT))
    supervisor.add(
        "web", python, "-m", "gunicorn", "--chdir", str(ROOT), "--bind", f"127.0.0.1:{port}", "portal.wsgi"
    )
    supervisor.add("worker", python, *celery, "worker", "--queues", "default,documents", "--concurrency", "2",
                   "--hostname", f"portal-{port}@%h", "--loglevel", "INFO")  # fmt: skip
    supervisor.add("beat", python, *celery, "beat", "--schedule", str(LOCAL / "beat"), "--pidfile", "")
    for server in servers.own:
        supervisor.keep(server.start)
    supervisor.run(ready=lambda: _announce(port, address))


def _announce(port: int, address: str) -> None:
    until = time.monotonic() + 60
    while not machine.is_open(port) and time.monotonic() < until:
        time.sleep(0.1)
    print_line(f"\n    The portal is at  {address}\n")
    if os.environ.get("DEMO") == "0":
        print_line("    The first administrator:  make administrator EMAIL=you@example.org")
    if DEMO_ACCOUNTS.exists():
        for line in DEMO_ACCOUNTS.read_text().splitlines():
            print_line(f"    {line}")
    print_line(f"\n    Logs: {LOG.parent}    Stop: Ctrl-C\n")


if __name__ == "__main__":
    sys.exit(main())
