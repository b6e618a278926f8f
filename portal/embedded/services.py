"""The database and the broker of this checkout: those the environment names, else our own under `.local/`."""

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
    """Where they are, and which of them are ours to keep alive."""

    database_url: str = ""
    redis_url: str = ""
    own: list[Postgres | Redis] = field(default_factory=list)

    def environment(self) -> dict[str, str]:
        """The process's own environment with both addresses filled in."""
        return {**os.environ, "DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}


@contextmanager
def running(folder: Path = LOCAL, *, durable: bool = True) -> Iterator[Services]:
    """Start what the environment does not name; stop, at the end, what this call started or adopted."""
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
