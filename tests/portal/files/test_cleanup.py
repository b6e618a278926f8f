"""Stored files without a row are deleted after a day; files with a row and other files are not."""

import os
import time

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from portal.files import cleanup, services
from portal.files.models import StoredFile
from tests.portal.people import person

pytestmark = pytest.mark.django_db


def age(path, *, hours):
    then = time.time() - hours * 3600
    os.utime(default_storage.path(path), (then, then))


def store(owner):
    return services.store(
        b"%PDF-1.7 evidence", name="evidence.pdf", owner=owner, media_type="application/pdf"
    ).path


def orphaned_file(owner):
    """A file whose transaction was rolled back."""
    with transaction.atomic():
        path = store(owner)
        transaction.set_rollback(True)
    assert default_storage.exists(path)
    assert not StoredFile.objects.filter(path=path).exists()
    return path


def test_only_old_files_without_a_row_are_deleted():
    owner = person()
    old, fresh, kept = orphaned_file(owner), orphaned_file(owner), store(owner)
    other = default_storage.save("2026/09/ab/readme.txt", ContentFile(b"somebody else's"))
    for path in (old, kept, other):
        age(path, hours=25)
    age(fresh, hours=23)

    assert cleanup.delete_orphans() == 1

    assert [default_storage.exists(path) for path in (old, fresh, kept, other)] == [False, True, True, True]
    assert cleanup.delete_orphans() == 0


def test_an_empty_storage_is_no_error():
    assert cleanup.delete_orphans() == 0
