"""PostgreSQL and Redis that start alone: they keep their data, come back after a blow, and leave others alone."""

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


def workers_of(server: Postgres) -> list[int]:
    return [one.pid for one in psutil.process_iter() if machine.works_in(one, server.data)]


def ask(url: str, query: str) -> list:
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def test_a_database_keeps_its_data_over_a_stop_and_over_a_blow(server):
    url = server.start()
    ask(url, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (1)")
    server.stop()
    assert not server.is_running()

    again = server.start()
    assert again == url, "its port is free, so it is kept for clients that wait"
    ask(again, "INSERT INTO kept VALUES (2)")
    pid = int((server.data / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not server.is_running(), what="its death")
    wait_until(lambda: not workers_of(server), what="its sessions' end")

    assert ask(server.start(), "SELECT n FROM kept ORDER BY n")[0] == (1,)


def test_a_second_start_adopts_the_server_that_runs(server):
    url = server.start()
    pid = (server.data / "postmaster.pid").read_text().split()[0]

    assert Postgres(server.folder, durable=False).start() == url
    assert (server.data / "postmaster.pid").read_text().split()[0] == pid


def test_another_program_on_our_port_moves_us_to_a_free_one(server):
    url = server.start()
    server.stop()
    port = machine.read_state(server.state_file)["port"]
    import socket

    with socket.create_server(("127.0.0.1", port)):
        moved = server.start()

    assert moved != url
    assert ask(moved, "SELECT 1") == [(1,)]


def test_the_database_wants_its_password(server):
    url = server.start()

    with pytest.raises(psycopg2.OperationalError, match="password"):
        ask(url.replace(url.partition("portal:")[2].partition("@")[0], "wrong"), "SELECT 1")


def test_the_contrib_modules_that_the_portal_needs_are_there(server):
    url = server.start()

    for module in ("pg_trgm", "unaccent", "btree_gist"):
        ask(url, f"CREATE EXTENSION {module}")


def test_redis_keeps_its_password_to_itself_and_its_data_over_a_stop(tmp_path):
    server = Redis(tmp_path / "redis")
    try:
        with redis.Redis.from_url(server.start()) as client:
            client.set("kept", "yes")
        server.stop()
        with redis.Redis.from_url(server.start()) as client:
            assert client.get("kept") == b"yes"
        port = machine.read_state(server.state_file)["port"]
        with redis.Redis(port=port) as stranger, pytest.raises(redis.AuthenticationError):
            stranger.get("kept")
        assert (server.folder / "redis.conf").stat().st_mode & 0o077 == 0
    finally:
        server.stop()


def test_the_clients_for_backups_are_at_hand():
    assert programs.client("pg_dump").startswith(str(postgres.BIN))
    with pytest.raises(FileNotFoundError):
        programs.client("no_such_program")
