"""Migrating an empty database in seconds instead of most of a minute.

After each operation Django renders anew every model that is related to the changed one, and the ones related to
those. Here almost all tables hang together through the person, so that is nearly all of them, seven hundred times.
For building tables only the changed model's own class matters, and so only that is rendered. A test compares the
schema with the one that Django's own way makes. Databases that hold anything are migrated in Django's own way.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import Error, connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

logger = logging.getLogger(__name__)


def migrate() -> None:
    """Apply all migrations, the quick way when none was applied before."""
    if not MigrationRecorder(connection).applied_migrations():
        try:
            with _changed_model_only():
                call_command("migrate", interactive=False, verbosity=0)
        except (Error, LookupError, ValueError, TypeError, AttributeError):
            # What was applied stands; Django goes on with the migration that failed.
            logger.warning("the quick first migration stopped; going on in Django's own way", exc_info=True)
    call_command("migrate", interactive=False, verbosity=0)


@contextmanager
def _changed_model_only() -> Iterator[None]:
    def changed(  # Django's signature
        _state: ProjectState,
        app_label: str,
        model_name: str,
        delay: bool = False,  # noqa: FBT001, FBT002, ARG001
    ) -> set[tuple[str, str]]:
        return {(app_label, model_name)}

    usual = ProjectState._find_reload_model
    ProjectState._find_reload_model = changed
    try:
        yield
    finally:
        ProjectState._find_reload_model = usual
