"""`manage.py restore FILE`: restore an archive of `manage.py backup`. Stop web, worker and beat first."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.files import backup


class Command(BaseCommand):
    """Replace the database and restore the files, after confirmation."""

    help = "Replaces the whole database by the archive's and restores its files."

    def add_arguments(self, parser: CommandParser) -> None:
        """The archive, and whether to skip the confirmation."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Ask for confirmation, restore the archive and compare the result."""
        if not options["yes"]:
            answer = input("This replaces everything in the database. Type yes: ")
            if answer.strip().lower() != "yes":
                raise CommandError("Nothing was changed.")
        try:
            done = backup.restore(options["file"])
        except (backup.BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Restored {done.rows} rows in {done.tables} tables and {done.files} files, and compared."
        )
