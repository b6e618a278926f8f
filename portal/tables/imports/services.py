"""Bringing a file in: upload, columns, and starting the work, at once for a small file and as a job for a big one."""

import hashlib
import itertools
from collections.abc import Mapping
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from portal.access.users import Account
from portal.audit import services as audit
from portal.files import uploads
from portal.jobs import services as jobs
from portal.jobs.models import Job
from portal.languages.lists import join_list
from portal.tables.imports import commit, file_reader, importers, staging
from portal.tables.imports.errors import FileRejectedError, MappingRejectedError
from portal.tables.imports.importers import Importer
from portal.tables.models import ColumnMapping, ImportBatch, ImportRow

AT_ONCE = 2000  # rows; more is a job
State = ImportBatch.State


def upload(*, kind: Importer, file: File, params: dict[str, Any], by: Account) -> ImportBatch:
    """Take a file in: refuse it, or find its columns; known headings go straight on to the rows.

    Raises UploadRefused, FileRefusedError: then nothing of it is kept.
    """
    checked = uploads.check(file, kinds={"csv", "xlsx"})
    file.seek(0)
    content = file.read()
    look = file_reader.preview_file(content, file_reader.Layout(checked.kind))
    batch = ImportBatch.objects.create(
        kind=kind.name,
        by=by,
        file_name=uploads.clean_name(str(file.name)),
        file_sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        params={**params, "layout": look.layout.as_json()},
        headings=look.headings,
    )
    audit.record(by, "import.uploaded", batch)
    known = ColumnMapping.objects.filter(kind=kind.name, headings_hash=headings_hash(look.headings)).first()
    if known is not None and not look.doubled:
        return map_columns(batch=batch, mapping=known.mapping, by=by)
    batch.mapping = known.mapping if known else guess(kind, look.headings)
    batch.save(update_fields=["mapping"])
    return batch


@transaction.atomic
def restart_reading(*, batch: ImportBatch, layout: file_reader.Layout) -> ImportBatch:
    """Read the file by another sheet, heading row, encoding or separator. Raises FileRefusedError, NotNowError."""
    staging.lock(batch, State.MAPPING, State.PREVIEW, State.REFUSED)
    look = file_reader.preview_file(bytes(batch.content or b""), layout)
    ImportRow.objects.filter(batch=batch).delete()
    batch.params = {**batch.params, "layout": look.layout.as_json()}
    batch.headings, batch.state, batch.refusal = look.headings, State.MAPPING, ""
    batch.mapping = guess(importers.get(batch.kind), look.headings)
    batch.save(update_fields=["params", "headings", "state", "refusal", "mapping", "updated_at"])
    return batch


def map_columns(*, batch: ImportBatch, mapping: Mapping[str, str], by: Account) -> ImportBatch:
    """Say which column means what; remembered for the next file with these headings. Then the rows are read.

    `mapping` is {column index: field name or ""}. Raises MappingRefusedError (field "col-<index>"), NotNowError.
    """
    kind = importers.get(batch.kind)
    clean = _checked_mapping(kind, batch.headings, mapping)
    with transaction.atomic():
        locked = staging.lock(batch, State.MAPPING, State.PREVIEW, State.REFUSED)
        ImportRow.objects.filter(batch=locked).delete()
        locked.mapping, locked.state, locked.refusal = clean, State.STAGING, ""
        locked.save(update_fields=["mapping", "state", "refusal", "updated_at"])
        ColumnMapping.objects.update_or_create(
            kind=kind.name,
            headings_hash=headings_hash(batch.headings),
            defaults={"mapping": clean, "made_by": by},
        )
        if _is_big(batch):
            start("imports.stage", batch=batch, by=by)
    batch.refresh_from_db()
    if not _is_big(batch):
        staging.stage(batch)
    return batch


def start(kind: str, *, batch: ImportBatch, by: Account, **params: Any) -> Job:
    """Hand the step to a worker; the same step of the same batch is one job while it is open."""
    return jobs.start(kind, key=f"import:{batch.pk}", by=by, params=params, target=batch)


def discard(*, batch: ImportBatch) -> None:
    """Throw away what was never saved. Raises NotNowError."""
    with transaction.atomic():
        staging.lock(batch, State.MAPPING, State.STAGING, State.PREVIEW, State.REFUSED, State.UNDONE)
        ImportBatch.objects.filter(pk=batch.pk).delete()


def guess(kind: Importer, headings: list[str]) -> dict[str, str]:
    """A first proposal by the headings' words; what is not recognised stays open."""
    taken: set[str] = set()
    mapping = {}
    for index, heading in enumerate(headings):
        word = " ".join(heading.casefold().split())
        fits = (f.name for f in kind.columns if word in f.guesses or word == str(f.label).casefold())
        name = next((name for name in fits if name not in taken), "")
        taken.add(name)
        if name:
            mapping[str(index)] = name
    return mapping


def headings_hash(headings: list[str]) -> str:
    words = "\x1f".join(" ".join(heading.casefold().split()) for heading in headings)
    return hashlib.sha256(words.encode()).hexdigest()


def _checked_mapping(kind: Importer, headings: list[str], mapping: Mapping[str, str]) -> dict[str, str]:
    names = {field.name: field for field in kind.columns}
    clean: dict[str, str] = {}
    for index, name in mapping.items():
        if not name or not index.isdecimal() or int(index) >= len(headings) or name not in names:
            continue
        if name in clean.values():
            label = str(names[name].label)
            raise MappingRejectedError(
                _("Two columns are matched to “%(field)s”. Choose only one.") % {"field": label},
                field=f"col-{index}",
            )
        clean[index] = name
    lacking = [
        str(field.label) for field in kind.fields if field.required and field.name not in clean.values()
    ]
    if lacking:
        raise MappingRejectedError(
            _("Choose a column for: %(fields)s.") % {"fields": join_list(lacking)}, code="missing_column"
        )
    return clean


def _is_big(batch: ImportBatch) -> bool:
    try:
        lines = file_reader.rows(bytes(batch.content or b""), staging.layout_of(batch))
        return sum(1 for _line in itertools.islice(lines, AT_ONCE + 1)) > AT_ONCE
    except FileRejectedError:
        return False  # staging says so again, and closes the batch with the reason


def save(*, batch: ImportBatch, by: Account, whole: bool) -> Job | int:
    """Save the ready rows now, or as a job where they are many. Returns the job or the number of rows."""
    if ImportRow.objects.filter(batch=batch).ready().count() > AT_ONCE:
        return start("imports.save", batch=batch, by=by, whole=whole)
    return commit.commit(batch=batch, by=by, whole=whole)


def undo(*, batch: ImportBatch, by: Account) -> Job | int:
    """Take the import back now, or as a job where the rows are many."""
    if ImportRow.objects.filter(batch=batch, committed_at__isnull=False).count() > AT_ONCE:
        return start("imports.undo", batch=batch, by=by)
    return commit.undo_commit(batch=batch, by=by)


def restart_checking(*, batch: ImportBatch, by: Account) -> Job | None:
    """Compare the waiting rows with what is stored now."""
    waiting = ImportRow.objects.waiting().filter(batch=batch)
    if waiting.count() > AT_ONCE:
        return start("imports.check", batch=batch, by=by)
    staging.revalidate_rows(batch, waiting)
    return None
