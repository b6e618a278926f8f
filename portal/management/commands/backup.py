"""`manage.py backup [FILE]`: write the database and every stored file into one archive and check it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portal.files import backup
from portal.files.models import Backup


class Command(BaseCommand):
    """Write a backup, or check an existing one with `--check`."""

    help = "Writes the database and every stored file into one archive and reads it back."

    def add_arguments(self, parser: CommandParser) -> None:
        """The path of the archive, and whether only to check it."""
        parser.add_argument("file", nargs="?", type=Path, help="default: backups/backup-<time>.tar")
        parser.add_argument(
            "--check", action="store_true", help="read an archive and compare it with its manifest"
        )

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Write or check the archive and print its contents in numbers."""
        path = options["file"] or Path("backups") / f"backup-{timezone.now():%Y%m%d-%H%M%S}.tar"
        try:
            done = backup.check(path) if options["check"] else backup.write(path)
        except (backup.BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        if not options["check"]:
            Backup.objects.create(size=done.size, rows=done.rows, files=done.files)
        contents = f"{done.rows} rows in {done.tables} tables, {done.files} files, {done.size} bytes"
        self.stdout.write(f"{done.path}: {contents}; checked completely")
