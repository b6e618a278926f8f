"""Taking away stored bytes that no row names: what a transaction left behind that wrote a file and was rolled back."""

import logging
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from portal.files.models import StoredFile

logger = logging.getLogger(__name__)

OLDER_THAN = timedelta(
    days=1
)  # a file is written before its row: a transaction that is still open keeps it a while
# Only names that `services.store` gives: a bucket or folder may hold other things.
FOLDERS = (re.compile(r"\d{4}"), re.compile(r"\d{2}"), re.compile(r"[0-9a-f]{2}"))
NAME = re.compile(r"[0-9a-f]{40}(_\w+)?")


def sweep() -> int:
    """Delete what is older than a day and has no row. Returns how many; may be stopped anywhere and run again."""
    until, gone = timezone.now() - OLDER_THAN, 0
    for folder in _folders("", FOLDERS):
        names = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1] if NAME.fullmatch(name)]
        known = set(StoredFile.objects.filter(path__in=names).values_list("path", flat=True))
        for path in (name for name in names if name not in known):
            gone += _take_away(path, until)
    if gone:
        logger.info("files without a row taken away", extra={"files": gone})
    return gone


def _take_away(path: str, until: datetime) -> int:
    try:
        if default_storage.get_modified_time(path) >= until:
            return 0
        default_storage.delete(path)
    except FileNotFoundError:  # another sweep was first
        return 0
    return 1


def _folders(parent: str, patterns: tuple[re.Pattern[str], ...]) -> Iterator[str]:
    if not patterns:
        yield parent
        return
    try:
        names = default_storage.listdir(parent)[0]
    except FileNotFoundError:  # nothing was ever stored
        return
    for name in sorted(names):
        if patterns[0].fullmatch(name):
            yield from _folders(f"{parent}/{name}".lstrip("/"), patterns[1:])
