"""The quick way to a first database ends where Django's own way ends."""

import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest
from psycopg2 import sql

from portal.embedded import programs
from tests.harness import ROOT


@pytest.fixture
def empty_databases():
    """The URLs of two databases that end with the test."""
    url = urlsplit(os.environ["DATABASE_URL"])
    names = [f"{url.path.strip('/')}_{word}_{os.getpid()}" for word in ("quick", "plain")]
    server = psycopg2.connect(urlunsplit(url._replace(path="/postgres")))
    server.autocommit = True
    with server.cursor() as cursor:
        for name in names:
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield [urlunsplit(url._replace(path=f"/{name}")) for name in names]
    with server.cursor() as cursor:
        for name in names:
            cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    server.close()


def manage(url: str, *command: str) -> None:
    environment = {**os.environ, "DATABASE_URL": url}
    subprocess.run([sys.executable, "manage.py", *command], env=environment, cwd=ROOT, check=True)


def schema(url: str) -> list[str]:
    command = [programs.client("pg_dump"), "--schema-only", "--restrict-key=same", url]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def test_both_ways_make_the_same_tables_constraints_and_triggers(empty_databases):
    quick, plain = empty_databases
    manage(quick, "prepare", "--database-only")
    manage(plain, "migrate", "--verbosity", "0")

    assert schema(quick) == schema(plain)
    assert len(schema(quick)) > 1000
