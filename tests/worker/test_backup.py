"""Backup and restore: written, data lost, restored and compared."""

import tarfile
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from participants.accounts.models import RoleAssignment, User
from portal.files import backup, services
from portal.files.models import StoredFile
from tests.portal.people import person
from tests.stored_files import is_intact

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stored_files():
    role = RoleAssignment.objects.create(user=person(), role="mentor")
    return [
        services.store(f"evidence {number}".encode(), name=f"{number}.txt", owner=role) for number in range(3)
    ]


@pytest.fixture
def archive(stored_files, tmp_path):
    path = tmp_path / "backup.tar"
    call_command("backup", str(path))
    return path


def test_a_restore_brings_back_lost_rows_and_removes_later_ones(stored_files, archive, capsys):
    default_storage.delete(stored_files[0].path)
    StoredFile.objects.filter(pk=stored_files[1].pk).delete()
    person("later@court.example")

    call_command("restore", str(archive), "--yes")

    assert {user.email for user in User.objects.all()} == {"judge@court.example"}
    assert {file.original_name for file in StoredFile.objects.all()} == {"0.txt", "1.txt", "2.txt"}
    assert all(is_intact(file) for file in StoredFile.objects.all())
    assert "3 files" in capsys.readouterr().out
    assert rows_as_planned_with("portal_storedfile") == 3


def rows_as_planned_with(table: str) -> float:
    """Number of rows in the table according to the planner; -1 if it was never analysed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [table])
        return cursor.fetchone()[0]


def test_a_backup_with_a_changed_file_is_detected_and_not_restored(archive, tmp_path):
    changed = tmp_path / "changed.tar"
    with tarfile.open(archive) as old, tarfile.open(changed, "w") as new:
        for part in old:
            content = old.extractfile(part)
            if part.name.startswith("files/"):
                content.read(1)
                part.size -= 1
            new.addfile(part, content)
    person("later@court.example")

    with pytest.raises(CommandError, match="missing or changed"):
        call_command("restore", str(changed), "--yes")

    assert User.objects.filter(email="later@court.example").exists()


def test_a_truncated_backup_is_detected(archive):
    archive.write_bytes(archive.read_bytes()[:-40_000])

    with pytest.raises(CommandError):
        call_command("backup", str(archive), "--check")


def test_a_backup_fails_without_leaving_a_file_if_a_stored_file_is_missing(stored_files, tmp_path):
    default_storage.delete(stored_files[2].path)

    with pytest.raises(backup.BackupError, match=r"2\.txt.* is missing from the storage"):
        backup.write(tmp_path / "new" / "backup.tar")

    assert list((tmp_path / "new").iterdir()) == []


def test_a_restore_that_fails_in_the_database_changes_nothing(archive, monkeypatch):
    real = backup._pg

    def broken(program, *arguments):
        if program == "psql":
            script = next(a for a in arguments if a.endswith("database.sql")).partition("=")[2]
            with Path(script).open("a") as file:
                file.write("\nSELECT nothing_of_that_name();\n")
        real(program, *arguments)

    monkeypatch.setattr(backup, "_pg", broken)
    person("later@court.example")

    with pytest.raises(CommandError, match="nothing_of_that_name"):
        call_command("restore", str(archive), "--yes")

    assert User.objects.filter(email="later@court.example").exists()
