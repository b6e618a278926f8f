"""The database and the broker: those in the environment variables, else embedded ones under `.local/`."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from portal.embedded.postgres import Postgres
from portal.embedded.redis_server import Redis

ROOT = Path(__file__).resolve().parent.parent.parent
LOCAL = ROOT / ".local"


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
    found = Services(os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", ""))
    with ExitStack() as stack:
        if not found.database_url:
            postgres = Postgres(folder / "postgres", durable=durable)
            stack.callback(postgres.stop)
            found.database_url = postgres.start()
            found.own.append(postgres)
        if not found.redis_url:
            redis = Redis(folder / "redis", durable=durable)
            stack.callback(redis.stop)
            found.redis_url = redis.start()
            found.own.append(redis)
        yield found
