"""Saving the rows of an import and undoing it, each in one transaction."""

import itertools
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from portal.access.users import Account
from portal.audit import services as audit
from portal.tables.imports import importers
from portal.tables.imports.errors import (
    NotAllReadyError,
    NothingToSaveError,
    StaleImportError,
    TooLateError,
    WrongStepError,
)
from portal.tables.imports.staging import CHUNK, lock
from portal.tables.models import ImportBatch, ImportRow

UNDO_WITHIN = timedelta(hours=24)
State = ImportBatch.State
Progress = Callable[[int], None]


def commit(
    *, batch: ImportBatch, by: Account, whole: bool = False, on_progress: Progress | None = None
) -> int:
    """Save the ready rows in one transaction; with `whole` only if every row is ready. Returns their number.

    The batch is locked, so two people cannot save the same rows.
    Raises `NothingToSaveError`, `NotAllReadyError`, `StaleImportError`, `WrongStepError`.
    """
    try:
        with transaction.atomic():
            return _commit(batch, by, on_progress, whole=whole)
    except IntegrityError as error:  # since the check, a record with the same key was created
        raise StaleImportError from error


def _commit(batch: ImportBatch, by: Account, on_progress: Progress | None, *, whole: bool) -> int:
    batch = lock(batch, State.PREVIEW, State.COMMITTED, State.UNDONE)
    kind = importers.get(batch.kind)
    if not kind.may_import_into(by, batch.params):
        raise WrongStepError
    rows = ImportRow.objects.filter(batch=batch)
    if whole and (rows.invalid().exists() or rows.unexplained().exists()):
        raise NotAllReadyError
    now, context, done = timezone.now(), kind.load_context(batch.params), 0
    for chunk in _chunks(rows.ready()):
        kind.save_rows(context, chunk, by)
        _mark_saved(chunk, now)
        done += len(chunk)
        if on_progress:
            on_progress(done)
    if not done:
        raise NothingToSaveError
    batch.state, batch.committed_at = State.COMMITTED, now
    batch.save(update_fields=["state", "committed_at", "updated_at"])
    audit.record(by, "import.saved", batch, rows=done)
    return done


@transaction.atomic
def undo_commit(*, batch: ImportBatch, by: Account, on_progress: Progress | None = None) -> int:
    """Undo all that the import saved, unless it was changed since. Returns the number of rows.

    Raises `TooLateError`, `ChangedSinceError`, `WrongStepError`.
    """
    batch = lock(batch, State.COMMITTED)
    if not can_undo(batch):
        raise TooLateError
    kind = importers.get(batch.kind)
    done = 0
    for chunk in _chunks(ImportRow.objects.filter(batch=batch, committed_at__isnull=False)):
        kind.undo_rows(chunk)
        fresh = [row.pk for row in chunk if row.status == ImportRow.Status.NEW]
        ImportRow.objects.filter(pk__in=fresh).update(target_id=None)
        ImportRow.objects.filter(pk__in=[row.pk for row in chunk]).update(committed_at=None)
        done += len(chunk)
        if on_progress:
            on_progress(done)
    batch.state, batch.undone_at = State.UNDONE, timezone.now()
    batch.save(update_fields=["state", "undone_at", "updated_at"])
    audit.record(by, "import.undone", batch, rows=done)
    return done


def can_undo(batch: ImportBatch) -> bool:
    """Whether the import was saved within the last 24 hours."""
    return (
        batch.state == State.COMMITTED
        and batch.committed_at is not None
        and timezone.now() <= batch.committed_at + UNDO_WITHIN
    )


def _chunks(rows: QuerySet[ImportRow]) -> Iterator[list[ImportRow]]:
    # One cursor inside the transaction: a query for each chunk would sort the remaining rows each time.
    lines = rows.order_by("number").iterator(chunk_size=CHUNK)
    while chunk := list(itertools.islice(lines, CHUNK)):
        yield chunk


def _mark_saved(chunk: list[ImportRow], now: Any) -> None:
    # One statement for the chunk; Django's bulk_update writes a CASE for each row, which takes seconds here.
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE portal_importrow r SET committed_at = %s, target_id = v.target"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS v(id, target) WHERE r.id = v.id",
            [now, [row.pk for row in chunk], [row.target_id for row in chunk]],
        )
