"""Writing, checking and restoring a backup: one archive with the database and every stored file.

    backup-<time>.tar
      manifest.json    time, migrations, number of rows of each table, size and SHA-256 of each member
      database.dump    pg_dump's custom format, from one snapshot
      files/<path>     the content of each StoredFile

The dump is taken first: a file stored while the backup runs can be in the archive without a row, but no row can be
without its file.
"""

import hashlib
import json
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from portal.embedded import programs
from portal.files.models import StoredFile

MANIFEST, DUMP, FILES = "manifest.json", "database.dump", "files/"
_CHUNK = 1 << 20


class BackupError(Exception):
    """The archive is incomplete or damaged, or a program failed; the message says which member or program."""


@dataclass(frozen=True)
class Summary:
    """The contents of an archive in numbers."""

    path: Path
    tables: int
    rows: int
    files: int
    size: int


def write(path: Path) -> Summary:
    """Write the archive under a temporary name, check it, then rename it. Raises BackupError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".part")
    try:
        with tempfile.TemporaryDirectory(dir=path.parent) as folder, tarfile.open(draft, "w") as archive:
            os.chmod(draft, 0o600)  # noqa: PTH101  # it contains all personal data of the portal
            dump = Path(folder) / DUMP
            _pg("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={dump}")
            manifest = _manifest(dump)
            manifest["files"] = dict(_add_files(archive))
            _add(archive, DUMP, dump.open("rb"), dump.stat().st_size)
            text = json.dumps(manifest, indent=1).encode()
            _add(archive, MANIFEST, BytesIO(text), len(text))
        summary = check(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return Summary(path, summary.tables, summary.rows, summary.files, summary.size)


def check(path: Path) -> Summary:
    """Read the complete archive and compare every member with the manifest. Raises BackupError."""
    try:
        with tarfile.open(path) as archive:
            hashes = {
                member.name: _digest_of(archive, member) for member in archive if member.name != MANIFEST
            }
            manifest = _read_manifest(archive)
            _check_dump(archive)
    except (tarfile.TarError, KeyError, ValueError, EOFError) as error:
        raise BackupError(f"{path.name} is not a complete backup: {error}") from error
    expected = {DUMP: manifest["dump"]["sha256"]} | {
        FILES + name: entry["sha256"] for name, entry in manifest["files"].items()
    }
    wrong = sorted(name for name in expected.keys() | hashes.keys() if expected.get(name) != hashes.get(name))
    if wrong:
        raise BackupError(f"{path.name}: {', '.join(wrong[:5])} missing or changed")
    rows = manifest["rows"]
    return Summary(path, len(rows), sum(rows.values()), len(manifest["files"]), path.stat().st_size)


def restore(path: Path) -> Summary:
    """Check the archive, then replace the database and restore every file. Raises BackupError.

    The database is replaced in one transaction: if that fails, it is unchanged. Files are written first, under the
    paths that the rows of the archive name; newer files stay in the storage without a row.
    """
    summary = check(path)
    with tarfile.open(path) as archive, tempfile.TemporaryDirectory() as folder:
        manifest = _read_manifest(archive)
        for name in manifest["files"]:
            _restore_file(archive, name)
        dump = Path(folder) / DUMP
        with _open_member(archive, DUMP) as source, dump.open("wb") as target:
            for chunk in iter(lambda: source.read(_CHUNK), b""):
                target.write(chunk)
        _replace_database(dump)
    counts = _rows()
    differing = {table for table, rows in manifest["rows"].items() if counts.get(table) != rows}
    if differing:
        raise BackupError(
            f"After restoring, these tables differ from the manifest: {', '.join(sorted(differing))}"
        )
    return summary


def _manifest(dump: Path) -> dict[str, Any]:
    return {
        "made_at": timezone.now().isoformat(),
        "site": settings.SITE_URL,
        "migrations": sorted(
            f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()
        ),
        "dump": {"size": dump.stat().st_size, "sha256": _sha256(dump.open("rb"))},
        "rows": _rows(),
    }


def _rows() -> dict[str, int]:
    """The exact number of rows of each table, with which a restore is compared."""
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        counts = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608  # a table name from the database itself
            counts[table] = int(cursor.fetchone()[0])
    return counts


def _add_files(archive: tarfile.TarFile) -> Iterator[tuple[str, dict[str, Any]]]:
    for file in StoredFile.objects.order_by("pk").iterator(chunk_size=500):
        try:
            with default_storage.open(file.path, "rb") as content:
                _add(archive, FILES + file.path, content, file.size)
        except FileNotFoundError as error:
            raise BackupError(f"{file.path} ({file.original_name}) is missing from the storage") from error
        yield file.path, {"size": file.size, "sha256": file.sha256}


def _add(archive: tarfile.TarFile, name: str, content: IO[bytes], size: int) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size, 0o600, int(timezone.now().timestamp())
    with content:
        archive.addfile(member, content)


def _digest_of(archive: tarfile.TarFile, member: tarfile.TarInfo) -> str:
    content = archive.extractfile(member)
    if content is None:
        raise BackupError(f"{member.name} is not a file")
    return _sha256(content)


def _sha256(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    with content:
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _open_member(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    content = archive.extractfile(name)
    if content is None:
        raise BackupError(f"{name} is not a file")
    return content


def _read_manifest(archive: tarfile.TarFile) -> dict[str, Any]:
    with _open_member(archive, MANIFEST) as content:
        return dict(json.loads(content.read()))


def _check_dump(archive: tarfile.TarFile) -> None:
    with tempfile.NamedTemporaryFile() as copy, _open_member(archive, DUMP) as content:
        for chunk in iter(lambda: content.read(_CHUNK), b""):
            copy.write(chunk)
        copy.flush()
        command = [programs.client("pg_restore"), "--list", copy.name]
        listing = subprocess.run(command, capture_output=True, text=True, check=False)
    if listing.returncode or "TABLE DATA" not in listing.stdout:
        raise BackupError("pg_restore cannot read the database dump")


def _restore_file(archive: tarfile.TarFile, name: str) -> None:
    if default_storage.exists(name):
        default_storage.delete(name)
    with _open_member(archive, FILES + name) as content:
        saved_as = default_storage.save(name, File(content))
    if saved_as != name:
        raise BackupError(f"The storage saved {name} as {saved_as}")


def _replace_database(dump: Path) -> None:
    """Empty and fill the database in one transaction. The dump also creates the extensions again."""
    connection.close()
    script, empty = dump.with_suffix(".sql"), dump.with_name("empty.sql")
    empty.write_text("DROP SCHEMA IF EXISTS public CASCADE;\nCREATE SCHEMA public;\n")
    analyze = dump.with_name("analyze.sql")
    analyze.write_text("ANALYZE;\n")  # a dump contains no statistics for the query planner
    _pg("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(dump))
    _pg("psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
        f"--file={empty}", f"--file={script}", f"--file={analyze}")  # fmt: skip
    connection.close()


def _pg(program: str, *arguments: str) -> None:
    config = connection.settings_dict
    environment = {
        **os.environ,
        "PGHOST": config["HOST"] or "",
        "PGPORT": str(config["PORT"] or ""),
        "PGUSER": config["USER"] or "",
        "PGPASSWORD": config["PASSWORD"] or "",
    }
    if program != "pg_restore":  # it only writes a script and needs no database
        environment["PGDATABASE"] = str(config["NAME"])
    environment = {name: value for name, value in environment.items() if value}
    command = [programs.client(program), *arguments]
    done = subprocess.run(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise BackupError(f"{program}: {done.stderr.strip()[-600:]}")
