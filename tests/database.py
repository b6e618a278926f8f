"""The template of the test database, which is migrated once for each set of migrations and then copied.

Copying takes a fraction of the time of migrating. The template's name contains a digest of the migration and model
files: after a change a new template is created and the old one dropped.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql

ROOT = Path(__file__).resolve().parent.parent
_LOCK = 7_301_994  # advisory lock, so that parallel runs do not create the template twice


def template() -> str:
    """The name of a migrated, empty database on the server of DATABASE_URL; it is created if missing."""
    url = os.environ["DATABASE_URL"]
    prefix = urlsplit(url).path.strip("/") + "_template_"
    name = prefix + _digest()
    server = psycopg2.connect(urlunsplit(urlsplit(url)._replace(path="/postgres")))
    server.autocommit = True
    try:
        with server.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            pattern = prefix.replace("_", r"\_") + "%"
            cursor.execute("SELECT datname, datistemplate FROM pg_database WHERE datname LIKE %s", [pattern])
            templates = dict(cursor.fetchall())
            if not templates.get(
                name
            ):  # `datistemplate` is set last: without it the creation was interrupted
                for old in templates:
                    cursor.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE false").format(sql.Identifier(old)))
                    cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(old)))
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
                _migrate(urlunsplit(urlsplit(url)._replace(path=f"/{name}")))
                cursor.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE true").format(sql.Identifier(name)))
    finally:
        server.close()
    return name


def _digest() -> str:
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    # Models are included because their triggers are installed from the code after the migrations.
    for path in sorted(
        [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/*/models.py"), *ROOT.glob("portal/audit/*.py")]
    ):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _migrate(url: str) -> None:
    command = [sys.executable, str(ROOT / "manage.py"), "prepare", "--database-only"]
    subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, cwd=ROOT, check=True)
