"""Keeping and handing out files. Bytes go to the storage under a name nobody can guess, then the row is written."""

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
    """Keep the bytes for `owner`, whose rule decides who may read them.

    What a person uploaded must have passed `uploads.check` first. Without `media_type` it is told from the bytes.
    The bytes are written before the row: a transaction that is rolled back leaves a file without a row, which
    nobody can reach, and never a row without its file.
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


def pending_upload(owner: Model, wanted: str, *, media_type: str = "") -> StoredFile | None:
    """The file of the look before, so that it need not be chosen twice: `wanted` is what the form sent for its id.

    Only one that `owner` owns, and of the type that is named; None for anything else, and for what is no id.
    """
    try:
        public_id = UUID(wanted)
    except ValueError:
        return None
    rows = StoredFile.objects.filter(
        public_id=public_id, owner_id=owner.pk, owner_type=ContentType.objects.get_for_model(owner)
    )
    return rows.filter(**({"media_type": media_type} if media_type else {})).first()


def transfer_ownership(file: StoredFile, *, of: Model, to: Model) -> None:
    """Let `to` decide who may read the file, in place of `of`; a file that another row owns stays with it."""
    kind = ContentType.objects.get_for_model(of)
    StoredFile.objects.filter(pk=file.pk, owner_type=kind, owner_id=of.pk).update(
        owner_type=ContentType.objects.get_for_model(to), owner_id=to.pk
    )


def copy(file: StoredFile, *, to: Model) -> StoredFile:
    """The same bytes once more, for `to` to decide who may read them. Raises FileNotFoundError as `open_stored`."""
    with open_stored(file) as content:
        return store(
            File(content), name=file.original_name, owner=to, by=file.uploaded_by, media_type=file.media_type
        )


def open_stored(file: StoredFile) -> IO[bytes]:
    """The bytes, open for reading; the caller closes. Raises FileNotFoundError when the storage lost them."""
    return default_storage.open(file.path, "rb")


def is_intact(file: StoredFile) -> bool:
    """Whether the storage still holds just the bytes that were stored."""
    try:
        with open_stored(file) as stored:
            digest = hashlib.sha256()
            while chunk := stored.read(1 << 20):
                digest.update(chunk)
            return digest.hexdigest() == file.sha256
    except FileNotFoundError:
        return False


def record_download(file: StoredFile, *, by: Actor) -> None:
    """Note that the file was handed out; `by` may be an anonymous user."""
    person = by if getattr(by, "pk", None) else None
    FileDownload.objects.create(file=file, user=person, request_id=current_request_id())
