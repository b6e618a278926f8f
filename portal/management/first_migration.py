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
            return
        except (Error, LookupError, ValueError, TypeError, AttributeError):
            # What was applied stands; Django goes on with the migration that failed.
            logger.warning("the quick first migration stopped; going on in Django's own way", exc_info=True)
    call_command("migrate", interactive=False, verbosity=0)


@contextmanager
def _changed_model_only() -> Iterator[None]:
    usual = ProjectState._find_reload_model
    # In place of its last argument, `delay`, Django's method would follow relations; this one looks at none.
    ProjectState._find_reload_model = lambda _state, app_label, model_name, *_delay: {(app_label, model_name)}
    try:
        yield
    finally:
        ProjectState._find_reload_model = usual
