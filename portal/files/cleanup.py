"""Deleting stored files without a row, which remain when a transaction that stored a file is rolled back."""

import logging
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from portal.files.models import StoredFile

logger = logging.getLogger(__name__)

# A file is stored before its row is committed: a younger file may belong to an open transaction.
MIN_AGE = timedelta(days=1)
# Only paths that `services.store` creates: the bucket or folder may contain other files.
FOLDERS = (re.compile(r"\d{4}"), re.compile(r"\d{2}"), re.compile(r"[0-9a-f]{2}"))
NAME = re.compile(r"[0-9a-f]{40}(_\w+)?")


def delete_orphans() -> int:
    """Delete files older than MIN_AGE without a row; returns how many. Can be stopped and run again at any point."""
    until, deleted = timezone.now() - MIN_AGE, 0
    for folder in _folders("", FOLDERS):
        names = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1] if NAME.fullmatch(name)]
        stored = set(StoredFile.objects.filter(path__in=names).values_list("path", flat=True))
        for path in (name for name in names if name not in stored):
            deleted += _delete(path, until)
    if deleted:
        logger.info("files without a row deleted", extra={"files": deleted})
    return deleted


def _delete(path: str, until: datetime) -> int:
    try:
        if default_storage.get_modified_time(path) >= until:
            return 0
        default_storage.delete(path)
    except FileNotFoundError:  # a concurrent run has deleted it
        return 0
    return 1


def _folders(parent: str, patterns: tuple[re.Pattern[str], ...]) -> Iterator[str]:
    if not patterns:
        yield parent
        return
    try:
        names = default_storage.listdir(parent)[0]
    except FileNotFoundError:  # nothing has been stored yet
        return
    for name in sorted(names):
        if patterns[0].fullmatch(name):
            yield from _folders(f"{parent}/{name}".lstrip("/"), patterns[1:])
