"""`manage.py prepare`: all that must be true before a release serves, in one process and safe to repeat."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Migrate, compile translations, collect static files."""

    help = "Migrates the database, compiles the translations and collects the static files."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Run the three steps."""
        call_command("migrate", interactive=False, verbosity=0)
        call_command("messages", "compile")
        call_command("collectstatic", interactive=False, verbosity=0)
