"""Storing and opening files. The content is stored under an unguessable path before the row is created."""

import hashlib
import secrets
from typing import IO
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db.models import Model
from django.utils import timezone

from portal.access.users import Actor
from portal.files import uploads
from portal.files.models import FileDownload, StoredFile
from portal.logs import current_request_id


def store(
    content: bytes | File, *, name: str, owner: Model, by: Actor = None, media_type: str | None = None
) -> StoredFile:
    """Store a file for `owner`, whose rule decides who may read it.

    Check uploads with `uploads.check` first. Without `media_type` the type is detected from the content. If the
    transaction is rolled back, a file without a row remains, which nobody can open; there is never a row without
    its file.
    """
    file = ContentFile(content) if isinstance(content, bytes) else content
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
        size += len(chunk)
    file.seek(0)
    secret = secrets.token_hex(20)
    path = default_storage.save(f"{timezone.now():%Y/%m}/{secret[:2]}/{secret}", file)
    return StoredFile.objects.create(
        path=path,
        original_name=uploads.clean_name(name),
        media_type=media_type or uploads.media_type_of(file),
        size=size,
        sha256=digest.hexdigest(),
        owner_type=ContentType.objects.get_for_model(owner, for_concrete_model=True),
        owner_id=owner.pk,
        uploaded_by=by,
    )


def pending_upload(owner: Model, posted_id: str, *, media_type: str = "") -> StoredFile | None:
    """The file uploaded with an earlier submission of the form, so that nobody has to choose it twice.

    `posted_id` is the hidden field with its public id. None if it is no id of a file that `owner` owns (with this
    `media_type`, if given).
    """
    try:
        public_id = UUID(posted_id)
    except ValueError:
        return None
    rows = StoredFile.objects.filter(
        public_id=public_id, owner_id=owner.pk, owner_type=ContentType.objects.get_for_model(owner)
    )
    return rows.filter(**({"media_type": media_type} if media_type else {})).first()


def transfer_ownership(file: StoredFile, *, of: Model, to: Model) -> None:
    """Make `to` the owner of the file in place of `of`; nothing changes if another row owns it."""
    kind = ContentType.objects.get_for_model(of)
    StoredFile.objects.filter(pk=file.pk, owner_type=kind, owner_id=of.pk).update(
        owner_type=ContentType.objects.get_for_model(to), owner_id=to.pk
    )


def copy(file: StoredFile, *, to: Model) -> StoredFile:
    """Store a copy of the file that `to` owns. Raises FileNotFoundError as `open_stored` does."""
    with open_stored(file) as content:
        return store(
            File(content), name=file.original_name, owner=to, by=file.uploaded_by, media_type=file.media_type
        )


def open_stored(file: StoredFile) -> IO[bytes]:
    """The file opened for reading; the caller closes it. Raises FileNotFoundError if the storage has lost it."""
    return default_storage.open(file.path, "rb")


def record_download(file: StoredFile, *, by: Actor) -> None:
    """Record a download of the file; `by` may be an anonymous user."""
    person = by if getattr(by, "pk", None) else None
    FileDownload.objects.create(file=file, user=person, request_id=current_request_id())
