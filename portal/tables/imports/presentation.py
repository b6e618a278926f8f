"""A batch's rows as its pages show them: each cell with what is wrong, odd or new about it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.utils.functional import Promise

from portal.tables.imports import file_reader, importers
from portal.tables.imports.importers import Field, Importer
from portal.tables.imports.messages import message_text
from portal.tables.models import ImportBatch, ImportRow

LISTED = 8


@dataclass(frozen=True)
class Cell:
    field: Field
    text: str
    error: str = ""
    flag: str = ""
    was: str = ""
    editable: bool = False
    choices: Sequence[tuple[str, str | Promise]] = ()
    is_open: bool = False  # the choices hold every answer, what stands now among them


@dataclass(frozen=True)
class Line:
    row: ImportRow
    cells: list[Cell] = field(default_factory=list)
    is_odd: bool = False


def head_of(batch: ImportBatch) -> dict[str, Any]:
    """What the head of each of the batch's pages says."""
    kind = importers.get(batch.kind)
    return {
        "batch": batch,
        "kind": kind,
        "place": kind.describe_target(batch.params),
        "success_url": kind.success_url(batch.params),
        "layout": batch.params["layout"],
        "encoding": file_reader.ENCODINGS.get(batch.params["layout"]["encoding"], ""),
    }


def counts_of(batch: ImportBatch) -> dict[str, int]:
    """How many rows stand where: one query."""
    waiting = Q(committed_at=None)
    fine = Q(warnings={}) | ~Q(note="")
    return ImportRow.objects.filter(batch=batch).aggregate(
        all=Count("pk"),
        wrong=Count("pk", filter=waiting & Q(status="wrong")),
        odd=Count("pk", filter=waiting & Q(status__in=["new", "changed"]) & ~Q(warnings={}) & Q(note="")),
        explained=Count(
            "pk", filter=waiting & Q(status__in=["new", "changed"]) & ~Q(warnings={}) & ~Q(note="")
        ),
        changed=Count("pk", filter=waiting & Q(status="changed")),
        new=Count("pk", filter=waiting & Q(status="new")),
        same=Count("pk", filter=waiting & Q(status="same")),
        ready=Count("pk", filter=waiting & Q(status__in=["new", "changed"]) & fine),
        saved=Count("pk", filter=~waiting),
        saved_new=Count("pk", filter=~waiting & Q(status="new")),
        saved_changed=Count("pk", filter=~waiting & Q(status="changed")),
        saved_noted=Count("pk", filter=~waiting & ~Q(warnings={})),
    )


def narrowed(batch: ImportBatch, tab: str) -> QuerySet[ImportRow]:
    """The rows of a tab; wrong ones first, then those that want a reason, changed, new, same."""
    rows = ImportRow.objects.filter(batch=batch)
    chosen = {
        "open": rows.waiting().filter(Q(status="wrong") | (~Q(warnings={}) & Q(note="") & ~Q(status="same"))),
        "wrong": rows.invalid(),
        "odd": rows.waiting().exclude(warnings={}).exclude(status__in=["wrong", "same"]),
        "changed": rows.waiting().filter(status="changed"),
        "new": rows.waiting().filter(status="new"),
        "same": rows.waiting().filter(status="same"),
        "saved": rows.filter(committed_at__isnull=False),
    }.get(tab, rows)
    rank = Case(
        When(status="wrong", then=Value(0)),
        When(~Q(warnings={}), then=Value(1)),
        When(status="changed", then=Value(2)),
        When(status="new", then=Value(3)),
        default=Value(4),
        output_field=IntegerField(),
    )
    return chosen.order_by(rank, "number")


def columns_of(kind: Importer, batch: ImportBatch) -> list[Field]:
    """The columns that the file has, and what rows ask; a note has its own place."""
    mapped = set(batch.mapping.values())
    return [field for field in kind.fields if (field.name in mapped or field.asked) and not field.is_note]


def lines_of(batch: ImportBatch, rows: Sequence[ImportRow]) -> list[Line]:
    """Rows ready to be drawn; a wrong or odd row can be corrected in place."""
    kind = importers.get(batch.kind)
    columns = columns_of(kind, batch)
    wrong_choices = any(field.name in row.errors for row in rows for field in columns if field.choices)
    context = kind.load_context(batch.params) if wrong_choices else None
    return [_line(row, columns, context) for row in rows]


def _line(row: ImportRow, columns: Sequence[Field], context: Any) -> Line:
    odd = bool(row.warnings) and row.status in ("new", "changed")
    waits = row.committed_at is None
    cells = []
    for column in columns:
        wrong, flag = row.errors.get(column.name), row.warnings.get(column.name)
        choices = column.choices(context) if column.choices and wrong and context is not None else ()
        own = column.row_choices(row) if column.row_choices and waits else ()
        cells.append(
            Cell(
                field=column,
                text=str(row.cells.get(column.name, "")),
                error=message_text(wrong) if wrong else "",
                flag=message_text(flag) if flag and not wrong else "",
                was=_was(row, column.name),
                editable=waits and (bool(wrong or own) or (odd and column.numeric and not row.note)),
                choices=own or choices,
                is_open=bool(own),
            )
        )
    return Line(row, cells, is_odd=odd)


def _was(row: ImportRow, name: str) -> str:
    if row.status != "changed" or name not in row.before or row.before[name] == row.values.get(name):
        return ""
    return "–" if row.before[name] is None else str(row.before[name])


def choices_of(kind: Importer, batch: ImportBatch) -> Sequence[tuple[str, str | Promise]]:
    """Known names that an unknown one may be read as."""
    column = next(field for field in kind.fields if field.name == kind.unknown_field)
    return column.choices(kind.load_context(batch.params)) if column.choices else ()


def problems_of(batch: ImportBatch) -> list[tuple[int, str]]:
    """The first rows that need somebody, as (number, words), for the summary above the table."""
    kind = importers.get(batch.kind)
    labels = {field.name: str(field.label) for field in kind.fields}
    found = []
    for row in narrowed(batch, "open")[:LISTED]:
        message = row.errors or row.warnings
        name = next(iter(message))
        found.append((row.number, f"{labels.get(name, name)}: {message_text(message[name])}"))
    return found
