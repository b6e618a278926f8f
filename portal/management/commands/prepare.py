"""`manage.py prepare`: all steps before a release is started, in one process; safe to repeat."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    """Migrate, compile translations, collect static files."""

    help = "Migrates the database, compiles the translations and collects the static files that changed."

    def add_arguments(self, parser: CommandParser) -> None:
        """The option to migrate only."""
        parser.add_argument("--database-only", action="store_true", help="migrate, nothing else")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Run the three steps; static files are collected only if one has changed, since compressing them is slow."""
        call_command("migrate", interactive=False, verbosity=0)
        if options["database_only"]:
            return
        call_command("messages", "compile")
        mark, digest = Path(settings.STATIC_ROOT) / ".sources.sha256", _digest_of_sources()
        if not mark.exists() or mark.read_text() != digest:
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
            mark.write_text(digest)


def _digest_of_sources() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            digest.update(f"{name} {state.st_size} {state.st_mtime_ns}".encode())
    return digest.hexdigest()
