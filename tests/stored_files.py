"""Compare stored files with their checksums."""

import hashlib

from portal.files.models import StoredFile
from portal.files.services import open_stored


def is_intact(file: StoredFile) -> bool:
    """Whether the content in the storage is still what was stored."""
    try:
        with open_stored(file) as stored:
            return hashlib.sha256(stored.read()).hexdigest() == file.sha256
    except FileNotFoundError:
        return False
