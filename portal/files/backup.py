"""One archive with the database and every stored file, checked after it was written, and its way back.

    backup-<time>.tar
      manifest.json    when, which migrations, rows of each table, size and SHA-256 of each part
      database.dump    pg_dump's custom format, from one snapshot
      files/<path>     the bytes of each StoredFile

The dump is taken first: a file stored while the backup runs is in the archive without a row, never the other way round.
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
    """The archive is incomplete or damaged, or a program refused; the text names the part."""


@dataclass(frozen=True)
class Summary:
    """What an archive holds."""

    path: Path
    tables: int
    rows: int
    files: int
    size: int


def write(path: Path) -> Summary:
    """Write the archive, read it back whole, then give it its name: what has the name is good. Raises BackupError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".part")
    try:
        with tempfile.TemporaryDirectory(dir=path.parent) as folder, tarfile.open(draft, "w") as archive:
            os.chmod(draft, 0o600)  # noqa: PTH101  # it holds everything that people told the portal
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
    """Read an archive whole and compare every part with its manifest. Raises BackupError."""
    try:
        with tarfile.open(path) as archive:
            found = {part.name: _digest_of(archive, part) for part in archive if part.name != MANIFEST}
            manifest = _read_manifest(archive)
            _check_dump(archive)
    except (tarfile.TarError, KeyError, ValueError, EOFError) as error:
        raise BackupError(f"{path.name} is no whole backup: {error}") from error
    expected = {DUMP: manifest["dump"]["sha256"]} | {
        FILES + name: entry["sha256"] for name, entry in manifest["files"].items()
    }
    wrong = sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))
    if wrong:
        raise BackupError(f"{path.name}: {', '.join(wrong[:5])} missing or changed")
    rows = manifest["rows"]
    return Summary(path, len(rows), sum(rows.values()), len(manifest["files"]), path.stat().st_size)


def restore(path: Path) -> Summary:
    """Replace the database and put back every file, after checking the archive. Raises BackupError.

    The database is replaced in one transaction: when it fails, everything is as before. Files are written first,
    under the names that the rows of the archive know; files that came later stay where they are, unreferenced.
    """
    summary = check(path)
    with tarfile.open(path) as archive, tempfile.TemporaryDirectory() as folder:
        manifest = _read_manifest(archive)
        for name in manifest["files"]:
            _put_back(archive, name)
        dump = Path(folder) / DUMP
        with _part(archive, DUMP) as source, dump.open("wb") as target:
            for chunk in iter(lambda: source.read(_CHUNK), b""):
                target.write(chunk)
        _replace_database(dump)
    found = _rows()
    differing = {table for table, rows in manifest["rows"].items() if found.get(table) != rows}
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
    """Rows of each table of ours. Exact, so that a restore can be compared."""
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        counts = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608  # a name of ours
            counts[table] = int(cursor.fetchone()[0])
    return counts


def _add_files(archive: tarfile.TarFile) -> Iterator[tuple[str, dict[str, Any]]]:
    for file in StoredFile.objects.order_by("pk").iterator(chunk_size=500):
        try:
            with default_storage.open(file.path, "rb") as content:
                _add(archive, FILES + file.path, content, file.size)
        except FileNotFoundError as lost:
            raise BackupError(f"The storage has lost {file.path} ({file.original_name})") from lost
        yield file.path, {"size": file.size, "sha256": file.sha256}


def _add(archive: tarfile.TarFile, name: str, content: IO[bytes], size: int) -> None:
    part = tarfile.TarInfo(name)
    part.size, part.mode, part.mtime = size, 0o600, int(timezone.now().timestamp())
    with content:
        archive.addfile(part, content)


def _digest_of(archive: tarfile.TarFile, part: tarfile.TarInfo) -> str:
    content = archive.extractfile(part)
    if content is None:
        raise BackupError(f"{part.name} is no file")
    return _sha256(content)


def _sha256(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    with content:
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _part(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    content = archive.extractfile(name)
    if content is None:
        raise BackupError(f"{name} is no file")
    return content


def _read_manifest(archive: tarfile.TarFile) -> dict[str, Any]:
    with _part(archive, MANIFEST) as content:
        return dict(json.loads(content.read()))


def _check_dump(archive: tarfile.TarFile) -> None:
    with tempfile.NamedTemporaryFile() as copy, _part(archive, DUMP) as content:
        for chunk in iter(lambda: content.read(_CHUNK), b""):
            copy.write(chunk)
        copy.flush()
        command = [programs.client("pg_restore"), "--list", copy.name]
        listed = subprocess.run(command, capture_output=True, text=True, check=False)
    if listed.returncode or "TABLE DATA" not in listed.stdout:
        raise BackupError("pg_restore cannot read the database dump")


def _put_back(archive: tarfile.TarFile, name: str) -> None:
    if default_storage.exists(name):
        default_storage.delete(name)
    with _part(archive, FILES + name) as content:
        kept = default_storage.save(name, File(content))
    if kept != name:
        raise BackupError(f"The storage would not keep {name} under its name")


def _replace_database(dump: Path) -> None:
    """Empty and fill in one transaction. One schema holds everything of ours; the dump brings the extensions back."""
    connection.close()
    script, empty = dump.with_suffix(".sql"), dump.with_name("empty.sql")
    empty.write_text("DROP SCHEMA IF EXISTS public CASCADE;\nCREATE SCHEMA public;\n")
    counted = dump.with_name("counted.sql")
    counted.write_text("ANALYZE;\n")  # a dump brings rows without what queries on them are planned by
    _pg("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(dump))
    _pg("psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
        f"--file={empty}", f"--file={script}", f"--file={counted}")  # fmt: skip
    connection.close()


def _pg(program: str, *arguments: str) -> None:
    found = connection.settings_dict
    environment = {
        **os.environ,
        "PGHOST": found["HOST"] or "",
        "PGPORT": str(found["PORT"] or ""),
        "PGUSER": found["USER"] or "",
        "PGPASSWORD": found["PASSWORD"] or "",
    }
    if program != "pg_restore":  # that one only writes a script here
        environment["PGDATABASE"] = str(found["NAME"])
    given = {name: value for name, value in environment.items() if value}
    command = [programs.client(program), *arguments]
    done = subprocess.run(
        command, env=given, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise BackupError(f"{program}: {done.stderr.strip()[-600:]}")
