"""Reading the file of an import into rows, validating and correcting them. No other data is changed."""

import hashlib
import itertools
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Min, QuerySet, Window

from portal.access.errors import DomainError
from portal.tables.imports import file_reader, importers
from portal.tables.imports.errors import CellError, WrongStepError
from portal.tables.imports.importers import Field, Importer, ValidatedRow
from portal.tables.models import ImportBatch, ImportRow

CHUNK = 2000
Progress = Callable[[int], None]
State = ImportBatch.State


def layout_of(batch: ImportBatch) -> file_reader.Layout:
    return file_reader.Layout(**batch.params["layout"])


def mapped_columns(batch: ImportBatch, kind: Importer) -> list[tuple[int, Field]]:
    """Column index and field, in the order of the kind's fields."""
    at = {name: int(index) for index, name in batch.mapping.items() if name}
    return [(at[field.name], field) for field in kind.fields if field.name in at]


def stage(batch: ImportBatch, on_progress: Progress | None = None) -> None:
    """Read and validate the rows of the file in chunks, one transaction each, after the last row already read.

    `on_progress(rows)` is called inside the transaction of each chunk, so that progress is stored with the rows.
    A file that cannot be read to its end is rejected and its rows are deleted.
    """
    kind = importers.get(batch.kind)
    columns = mapped_columns(batch, kind)
    last = (
        ImportRow.objects.filter(batch=batch).order_by("-number").values_list("number", flat=True).first()
        or 0
    )
    done = ImportRow.objects.filter(batch=batch).count()
    context = kind.load_context(batch.params)
    try:
        lines = (
            (number, cells)
            for number, cells in file_reader.rows(bytes(batch.content or b""), layout_of(batch))
            if number > last
        )
        width = len(batch.headings)
        while chunk := list(itertools.islice(lines, CHUNK)):
            validated = [_unvalidated(number, cells, columns, width) for number, cells in chunk]
            with transaction.atomic():
                validate_rows(kind, context, validated)
                ImportRow.objects.bulk_create([_row(batch, line) for line in validated], batch_size=CHUNK)
                done += len(chunk)
                if on_progress:
                    on_progress(done)
    except DomainError as refusal:
        reject_batch(batch, refusal)
        return
    with transaction.atomic():
        if ImportBatch.objects.filter(pk=batch.pk, state=State.STAGING).update(state=State.PREVIEW):
            mark_repeats(batch)
    batch.refresh_from_db(fields=["state"])


def reject_batch(batch: ImportBatch, refusal: DomainError) -> None:
    """Set the import to rejected with the reason, and delete its rows."""
    with transaction.atomic():
        ImportRow.objects.filter(batch=batch).delete()
        batch.state, batch.refusal = State.REJECTED, str(refusal)
        batch.save(update_fields=["state", "refusal", "updated_at"])


def validate_rows(kind: Importer, context: Any, rows: Iterable[ValidatedRow]) -> None:
    """Parse the cells, then let the importer validate the rows."""
    readable = []
    for row in rows:
        for field in kind.fields:
            _read_cell(row, field)
        if row.errors:
            row.status = ImportRow.Status.INVALID
        readable.append(row)
    kind.validate_rows(context, readable)
    for row in readable:
        if row.errors:
            row.status = ImportRow.Status.INVALID


def _read_cell(row: ValidatedRow, field: Field) -> None:
    cell = row.cells.get(field.name, "")
    if not cell:
        if field.required:
            row.errors.setdefault(field.name, {"code": "empty"})
        return
    try:
        row.values[field.name] = field.parse(cell)
    except CellError as error:
        row.errors[field.name] = error.as_json()
        return
    if field.is_note and not row.note:
        row.note = str(row.values[field.name])


def _unvalidated(number: int, cells: list[str], columns: list[tuple[int, Field]], width: int) -> ValidatedRow:
    named = {field.name: cells[index] if index < len(cells) else "" for index, field in columns}
    row = ValidatedRow(number, named)
    if any(cells[width:]):
        row.errors[columns[0][1].name] = {"code": "extra_cells"}
    return row


def _row(batch: ImportBatch, line: ValidatedRow) -> ImportRow:
    return _filled(ImportRow(batch=batch, number=line.number), line)


def _filled(row: ImportRow, line: ValidatedRow) -> ImportRow:
    row.cells, row.note, row.values, row.before = line.cells, line.note, line.values, line.before
    row.errors, row.warnings, row.status, row.target_id = (
        line.errors,
        line.warnings,
        line.status,
        line.target_id,
    )
    row.key = hashlib.sha256(line.key.encode()).hexdigest() if line.key else ""
    return row


def mark_repeats(batch: ImportBatch) -> None:
    """Set an error on each row that repeats the record of an earlier row."""
    kind = importers.get(batch.kind)
    first = Window(Min("number"), partition_by="key")
    repeats = list(
        ImportRow.objects.filter(batch=batch)
        .exclude(key="")
        .annotate(first=first)
        .filter(number__gt=F("first"))
    )
    for row in repeats:
        row.errors[kind.key_field] = {"code": "repeats", "row": row.first}
        row.status = ImportRow.Status.INVALID
    waiting = [row for row in repeats if row.committed_at is None]
    ImportRow.objects.bulk_update(waiting, ["errors", "status"], batch_size=500)


def revalidate_rows(
    batch: ImportBatch, rows: QuerySet[ImportRow], on_progress: Progress | None = None
) -> None:
    """Validate rows again with their corrections and the current data."""
    kind = importers.get(batch.kind)
    context = kind.load_context(batch.params)
    last, done = -1, 0
    while chunk := list(rows.filter(number__gt=last).order_by("number")[:CHUNK]):
        last = chunk[-1].number
        lines = [ValidatedRow(row.number, row.cells, row.note) for row in chunk]
        with transaction.atomic():
            validate_rows(kind, context, lines)
            for row, line in zip(chunk, lines, strict=True):
                _filled(row, line)
            # Deleted and created again with the same ids: bulk_update takes seconds for a thousand rows.
            ImportRow.objects.filter(pk__in=[row.pk for row in chunk]).delete()
            ImportRow.objects.bulk_create(chunk, batch_size=CHUNK)
            done += len(chunk)
            if on_progress:
                on_progress(done)
    with transaction.atomic():
        mark_repeats(batch)


@transaction.atomic
def correct(*, batch: ImportBatch, cells: Mapping[int, Mapping[str, str]], notes: Mapping[int, str]) -> int:
    """Apply corrections and validate the rows again. Returns the number of changed rows. Raises `WrongStepError`.

    `cells` maps row numbers to new texts of fields, `notes` maps row numbers to the reason for saving the row.
    """
    batch = lock(batch, State.PREVIEW, State.COMMITTED, State.UNDONE)
    names = {field.name for field in importers.get(batch.kind).fields}
    numbers = {*cells, *notes}
    changed = []
    for row in ImportRow.objects.waiting().select_for_update().filter(batch=batch, number__in=numbers):
        typed = {name: text.strip() for name, text in cells.get(row.number, {}).items() if name in names}
        new = {**row.cells, **typed}
        note = notes.get(row.number, row.note).strip()
        if new != row.cells or note != row.note:
            row.corrected = row.corrected or new != row.cells
            row.cells, row.note = new, note
            changed.append(row)
    ImportRow.objects.bulk_update(changed, ["cells", "note", "corrected"], batch_size=500)
    again = ImportRow.objects.waiting().filter(batch=batch)
    repeats = again.filter(errors__contains={importers.get(batch.kind).key_field: {"code": "repeats"}})
    affected = [row.pk for row in changed] + list(repeats.values_list("pk", flat=True))
    revalidate_rows(batch, again.filter(pk__in=affected))
    return len(changed)


@transaction.atomic
def rename(*, batch: ImportBatch, old: str, new: str) -> int:
    """Replace an unknown name in all rows that are not saved yet; the caller must validate them again.

    Returns the number of rows. Raises `WrongStepError`.
    """
    batch = lock(batch, State.PREVIEW, State.COMMITTED, State.UNDONE)
    name = importers.get(batch.kind).unknown_field
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE portal_importrow SET corrected = true, cells = jsonb_set(cells, %s, to_jsonb(%s::text))"
            " WHERE batch_id = %s AND committed_at IS NULL AND cells ->> %s = %s",
            [[name], new, batch.pk, name, old],
        )
        return cursor.rowcount


@transaction.atomic
def explain_all(*, batch: ImportBatch, note: str) -> int:
    """Set the note of all rows with warnings that have none. Returns their number. Raises `WrongStepError`."""
    batch = lock(batch, State.PREVIEW, State.COMMITTED, State.UNDONE)
    return ImportRow.objects.filter(batch=batch).unexplained().update(note=note.strip())


def lock(batch: ImportBatch, *states: str) -> ImportBatch:
    """The import, locked and in one of the states. Raises `WrongStepError`."""
    locked = ImportBatch.objects.select_for_update().defer("content").get(pk=batch.pk)
    if locked.state not in states:
        raise WrongStepError
    return locked
