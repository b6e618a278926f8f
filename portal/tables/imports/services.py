"""Steps of an import: upload, columns, reading, checking, saving and undoing. Large files are processed by jobs."""

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
from portal.languages.numbers import interpolate
from portal.tables.imports import commit, file_reader, importers, staging
from portal.tables.imports.errors import FileRejectedError, MappingRejectedError
from portal.tables.imports.importers import Importer
from portal.tables.models import ColumnMapping, ImportBatch, ImportRow

MAX_ROWS_WITHOUT_JOB = 2000
State = ImportBatch.State


def upload(*, kind: Importer, file: File, params: dict[str, Any], by: Account) -> ImportBatch:
    """Store an uploaded file and guess its columns; with known headings, also read the rows.

    Raises `UploadRejected` or `FileRejectedError`; then nothing is stored.
    """
    checked = uploads.check(file, kinds={"csv", "xlsx"})
    file.seek(0)
    content = file.read()
    preview = file_reader.preview_file(content, file_reader.Layout(checked.kind))
    batch = ImportBatch.objects.create(
        kind=kind.name,
        by=by,
        file_name=uploads.clean_name(str(file.name)),
        file_sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        params={**params, "layout": preview.layout.as_json()},
        headings=preview.headings,
    )
    audit.record(by, "import.uploaded", batch)
    saved_mapping = ColumnMapping.objects.filter(
        kind=kind.name, headings_hash=headings_hash(preview.headings)
    ).first()
    if saved_mapping is not None and not preview.doubled:
        return map_columns(batch=batch, mapping=saved_mapping.mapping, by=by)
    batch.mapping = saved_mapping.mapping if saved_mapping else guess(kind, preview.headings)
    batch.save(update_fields=["mapping"])
    return batch


@transaction.atomic
def restart_reading(*, batch: ImportBatch, layout: file_reader.Layout) -> ImportBatch:
    """Read the file again with another layout. Raises `FileRejectedError`, `WrongStepError`."""
    staging.lock(batch, State.MAPPING, State.PREVIEW, State.REJECTED)
    preview = file_reader.preview_file(bytes(batch.content or b""), layout)
    ImportRow.objects.filter(batch=batch).delete()
    batch.params = {**batch.params, "layout": preview.layout.as_json()}
    batch.headings, batch.state, batch.refusal = preview.headings, State.MAPPING, ""
    batch.mapping = guess(importers.get(batch.kind), preview.headings)
    batch.save(update_fields=["params", "headings", "state", "refusal", "mapping", "updated_at"])
    return batch


def map_columns(*, batch: ImportBatch, mapping: Mapping[str, str], by: Account) -> ImportBatch:
    """Store the mapping of columns to fields, also for the next file with these headings, and read the rows.

    `mapping` is {column index: field name or ""}. Raises `MappingRejectedError` (field "col-<index>"),
    `WrongStepError`.
    """
    kind = importers.get(batch.kind)
    clean = _checked_mapping(kind, batch.headings, mapping)
    with transaction.atomic():
        locked = staging.lock(batch, State.MAPPING, State.PREVIEW, State.REJECTED)
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
    """Start a job for a step of the import; returns the open job of that step if there is one."""
    return jobs.start(kind, key=f"import:{batch.pk}", by=by, params=params, target=batch)


def discard(*, batch: ImportBatch) -> None:
    """Delete an import that has saved nothing. Raises `WrongStepError`."""
    with transaction.atomic():
        staging.lock(batch, State.MAPPING, State.STAGING, State.PREVIEW, State.REJECTED, State.UNDONE)
        ImportBatch.objects.filter(pk=batch.pk).delete()


def guess(kind: Importer, headings: list[str]) -> dict[str, str]:
    """A mapping guessed from the headings; columns that are not recognised are left out."""
    used: set[str] = set()
    mapping = {}
    for index, heading in enumerate(headings):
        key = " ".join(heading.casefold().split())
        matches = (f.name for f in kind.columns if key in f.guesses or key == str(f.label).casefold())
        name = next((name for name in matches if name not in used), "")
        used.add(name)
        if name:
            mapping[str(index)] = name
    return mapping


def headings_hash(headings: list[str]) -> str:
    joined = "\x1f".join(" ".join(heading.casefold().split()) for heading in headings)
    return hashlib.sha256(joined.encode()).hexdigest()


def _checked_mapping(kind: Importer, headings: list[str], mapping: Mapping[str, str]) -> dict[str, str]:
    names = {field.name: field for field in kind.columns}
    clean: dict[str, str] = {}
    for index, name in mapping.items():
        if not name or not index.isdecimal() or int(index) >= len(headings) or name not in names:
            continue
        if name in clean.values():
            label = str(names[name].label)
            raise MappingRejectedError(
                interpolate(_("Two columns are matched to “%(field)s”. Choose only one."), field=label),
                field=f"col-{index}",
            )
        clean[index] = name
    missing = [
        str(field.label) for field in kind.fields if field.required and field.name not in clean.values()
    ]
    if missing:
        raise MappingRejectedError(
            interpolate(_("Choose a column for: %(fields)s."), fields=join_list(missing)),
            code="missing_column",
        )
    return clean


def _is_big(batch: ImportBatch) -> bool:
    try:
        lines = file_reader.rows(bytes(batch.content or b""), staging.layout_of(batch))
        return sum(1 for _line in itertools.islice(lines, MAX_ROWS_WITHOUT_JOB + 1)) > MAX_ROWS_WITHOUT_JOB
    except FileRejectedError:
        return False  # staging finds the same error and rejects the import


def save(*, batch: ImportBatch, by: Account, whole: bool) -> Job | int:
    """Save the ready rows, or start a job if there are many. Returns the job or the number of rows."""
    if ImportRow.objects.filter(batch=batch).ready().count() > MAX_ROWS_WITHOUT_JOB:
        return start("imports.save", batch=batch, by=by, whole=whole)
    return commit.commit(batch=batch, by=by, whole=whole)


def undo(*, batch: ImportBatch, by: Account) -> Job | int:
    """Undo the import, or start a job if it has many rows. Returns the job or the number of rows."""
    if ImportRow.objects.filter(batch=batch, committed_at__isnull=False).count() > MAX_ROWS_WITHOUT_JOB:
        return start("imports.undo", batch=batch, by=by)
    return commit.undo_commit(batch=batch, by=by)


def restart_checking(*, batch: ImportBatch, by: Account) -> Job | None:
    """Validate the rows that are not saved yet against the current data, or start a job if there are many."""
    waiting = ImportRow.objects.waiting().filter(batch=batch)
    if waiting.count() > MAX_ROWS_WITHOUT_JOB:
        return start("imports.check", batch=batch, by=by)
    staging.revalidate_rows(batch, waiting)
    return None
