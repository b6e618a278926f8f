"""The embedded PostgreSQL and Redis servers: data, restarts, ports and passwords."""

import os
import signal

import psutil
import psycopg2
import pytest
import redis

from portal.embedded import machine, postgres, programs
from portal.embedded.postgres import Postgres
from portal.embedded.redis_server import Redis
from tests.harness import wait_until

pytestmark = pytest.mark.worker


@pytest.fixture
def server(tmp_path):
    server = Postgres(tmp_path / "postgres", durable=False)
    yield server
    server.stop()


def processes_of(server: Postgres) -> list[int]:
    return [process.pid for process in psutil.process_iter() if machine.works_in(process, server.data)]


def run_query(url: str, query: str) -> list:
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def test_the_database_keeps_its_data_after_a_stop_and_a_crash(server):
    url = server.start()
    run_query(url, "CREATE TABLE sample (n int); INSERT INTO sample VALUES (1)")
    server.stop()
    assert not server.is_running()

    again = server.start()
    assert again == url, "the port is free, so it is used again"
    run_query(again, "INSERT INTO sample VALUES (2)")
    pid = int((server.data / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not server.is_running(), what="the end of the server")
    wait_until(lambda: not processes_of(server), what="the end of its sessions")

    assert run_query(server.start(), "SELECT n FROM sample ORDER BY n")[0] == (1,)


def test_a_second_start_uses_the_running_server(server):
    url = server.start()
    pid = (server.data / "postmaster.pid").read_text().split()[0]

    assert Postgres(server.folder, durable=False).start() == url
    assert (server.data / "postmaster.pid").read_text().split()[0] == pid


def test_a_free_port_is_chosen_if_the_old_one_is_taken(server):
    url = server.start()
    server.stop()
    port = machine.read_state(server.state_file)["port"]
    import socket

    with socket.create_server(("127.0.0.1", port)):
        moved = server.start()

    assert moved != url
    assert run_query(moved, "SELECT 1") == [(1,)]


def test_the_database_requires_its_password(server):
    url = server.start()

    with pytest.raises(psycopg2.OperationalError, match="password"):
        run_query(url.replace(url.partition("portal:")[2].partition("@")[0], "wrong"), "SELECT 1")


def test_the_required_extensions_are_installed(server):
    url = server.start()

    for module in ("pg_trgm", "unaccent", "btree_gist"):
        run_query(url, f"CREATE EXTENSION {module}")


def test_redis_requires_its_password_and_keeps_its_data_after_a_stop(tmp_path):
    server = Redis(tmp_path / "redis")
    try:
        with redis.Redis.from_url(server.start()) as client:
            client.set("key", "yes")
        server.stop()
        with redis.Redis.from_url(server.start()) as client:
            assert client.get("key") == b"yes"
        port = machine.read_state(server.state_file)["port"]
        with redis.Redis(port=port) as other, pytest.raises(redis.AuthenticationError):
            other.get("key")
        assert (server.folder / "redis.conf").stat().st_mode & 0o077 == 0
    finally:
        server.stop()


def test_the_client_programs_for_backups_are_found():
    assert programs.client("pg_dump").startswith(str(postgres.BIN))
    with pytest.raises(FileNotFoundError):
        programs.client("no_such_program")
