"""`manage.py restore FILE`: put back what `manage.py backup` wrote. Stop web, worker and beat first."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.files import backup


class Command(BaseCommand):
    """Replace the database and put back the files, after asking."""

    help = "Replaces the whole database by the archive's and puts its files back."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which archive, and whether to ask."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Ask, restore, compare."""
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
