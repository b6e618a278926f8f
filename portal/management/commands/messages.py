"""`manage.py messages compile | update | check`: maintain the translation files without the gettext programs."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import to_locale

from portal.languages import catalogues


class Command(BaseCommand):
    """Collects, checks and compiles `locale/*/LC_MESSAGES/django.po`."""

    help = "compile: write .mo files. update: collect messages into .po files. check: fail if update would change any."

    def add_arguments(self, parser: CommandParser) -> None:
        """The action."""
        parser.add_argument("action", choices=["compile", "update", "check"])

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Run the action."""
        if options["action"] == "compile":
            for path in sorted(self._folder().glob("*/LC_MESSAGES/*.po")):
                catalogues.compile_file(path)
            return
        wanted = catalogues.collect(settings.BASE_DIR)
        stale, wrong = [], []
        for code, _name in settings.LANGUAGES:
            path = self._folder() / to_locale(code) / "LC_MESSAGES" / "django.po"
            catalog, content = catalogues.merged(path, to_locale(code), wanted)
            wrong += [f"{path}: {problem}" for problem in catalogues.placeholder_errors(catalog)]
            if not path.exists() or path.read_bytes() != content:
                stale.append(str(path))
                if options["action"] == "update":
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(content)
            untranslated = sum(
                1 for message in catalog if message.id and not catalogues.is_translated(message)
            )
            self.stdout.write(f"{code}: {len(catalog)} messages, {untranslated} not translated")
        if wrong:
            raise CommandError("Placeholders differ:\n" + "\n".join(wrong))
        if options["action"] == "check" and stale:
            raise CommandError("Not up to date, run `manage.py messages update`: " + ", ".join(stale))

    def _folder(self) -> Path:
        return Path(settings.LOCALE_PATHS[0])
