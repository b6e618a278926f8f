"""The database and the broker: those in the environment variables, else embedded ones under `.local/`."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from portal.embedded.postgres import Postgres
from portal.embedded.redis_server import Redis

ROOT = Path(__file__).resolve().parent.parent.parent
# With DEMO=0 everything has a folder of its own, so that a demonstration and an empty portal do not mix.
LOCAL = ROOT / ".local" / ("empty" if os.environ.get("DEMO") == "0" else "")


@dataclass
class Services:
    """The URLs of the services, and those that this process must keep running."""

    database_url: str = ""
    redis_url: str = ""
    own: list[Postgres | Redis] = field(default_factory=list)

    def environment(self) -> dict[str, str]:
        """The environment of this process with both URLs."""
        return {**os.environ, "DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}


@contextmanager
def running(folder: Path = LOCAL, *, durable: bool = True) -> Iterator[Services]:
    """Start the services that the environment does not name, and stop them at the end of the block."""
    configured = Services(os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", ""))
    with ExitStack() as stack:
        if not configured.database_url:
            postgres = Postgres(folder / "postgres", durable=durable)
            stack.callback(postgres.stop)
            configured.database_url = postgres.start()
            configured.own.append(postgres)
        if not configured.redis_url:
            redis = Redis(folder / "redis", durable=durable)
            stack.callback(redis.stop)
            configured.redis_url = redis.start()
            configured.own.append(redis)
        yield configured
