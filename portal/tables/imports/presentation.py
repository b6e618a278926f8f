"""The rows of an import for its pages: each cell with its error, warning and previous value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
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
    warning: str = ""
    previous: str = ""
    editable: bool = False
    choices: Sequence[tuple[str, str | Promise]] = ()
    has_all_choices: bool = False  # the current value is one of the choices
    question: "Cell | None" = None  # a question about this cell


@dataclass(frozen=True)
class Line:
    row: ImportRow
    cells: list[Cell] = field(default_factory=list)
    has_warnings: bool = False


def header_context(batch: ImportBatch) -> dict[str, Any]:
    """Template context for the header of all pages of an import."""
    kind = importers.get(batch.kind)
    return {
        "batch": batch,
        "kind": kind,
        "target": kind.describe_target(batch.params),
        "success_url": kind.success_url(batch.params),
        "layout": batch.params["layout"],
        "encoding": file_reader.ENCODINGS.get(batch.params["layout"]["encoding"], ""),
    }


def counts_of(batch: ImportBatch) -> dict[str, int]:
    """The number of rows by status, in one query."""
    waiting = Q(committed_at=None)
    is_ready = Q(warnings={}) | ~Q(note="")
    return ImportRow.objects.filter(batch=batch).aggregate(
        all=Count("pk"),
        invalid=Count("pk", filter=waiting & Q(status="invalid")),
        unexplained=Count(
            "pk", filter=waiting & Q(status__in=["new", "changed"]) & ~Q(warnings={}) & Q(note="")
        ),
        explained=Count(
            "pk", filter=waiting & Q(status__in=["new", "changed"]) & ~Q(warnings={}) & ~Q(note="")
        ),
        changed=Count("pk", filter=waiting & Q(status="changed")),
        new=Count("pk", filter=waiting & Q(status="new")),
        unchanged=Count("pk", filter=waiting & Q(status="unchanged")),
        ready=Count("pk", filter=waiting & Q(status__in=["new", "changed"]) & is_ready),
        saved=Count("pk", filter=~waiting),
        saved_new=Count("pk", filter=~waiting & Q(status="new")),
        saved_changed=Count("pk", filter=~waiting & Q(status="changed")),
        saved_noted=Count("pk", filter=~waiting & ~Q(warnings={})),
    )


def rows_of_tab(batch: ImportBatch, tab: str) -> QuerySet[ImportRow]:
    """The rows of a tab: invalid ones first, then those with warnings, changed, new, unchanged."""
    rows = ImportRow.objects.filter(batch=batch)
    chosen = {
        "open": rows.waiting().filter(
            Q(status="invalid") | (~Q(warnings={}) & Q(note="") & ~Q(status="unchanged"))
        ),
        "invalid": rows.invalid(),
        "warnings": rows.waiting().exclude(warnings={}).exclude(status__in=["invalid", "unchanged"]),
        "changed": rows.waiting().filter(status="changed"),
        "new": rows.waiting().filter(status="new"),
        "unchanged": rows.waiting().filter(status="unchanged"),
        "saved": rows.filter(committed_at__isnull=False),
    }.get(tab, rows)
    rank = Case(
        When(status="invalid", then=Value(0)),
        When(~Q(warnings={}), then=Value(1)),
        When(status="changed", then=Value(2)),
        When(status="new", then=Value(3)),
        default=Value(4),
        output_field=IntegerField(),
    )
    return chosen.order_by(rank, "number")


def columns_of(kind: Importer, batch: ImportBatch) -> list[Field]:
    """The fields of the file's columns and the questions, without the note."""
    mapped = set(batch.mapping.values())
    return [
        field
        for field in kind.fields
        if (field.name in mapped or field.is_question) and not field.is_note and not field.shown_with
    ]


def lines_of(batch: ImportBatch, rows: Sequence[ImportRow]) -> list[Line]:
    """The rows for display; rows with errors or warnings can be corrected on the page."""
    kind = importers.get(batch.kind)
    columns = columns_of(kind, batch)
    needs_choices = any(field.name in row.errors for row in rows for field in columns if field.choices)
    context = kind.load_context(batch.params) if needs_choices else None
    questions = {field.shown_with: field for field in kind.fields if field.shown_with}
    return [_line(row, columns, context, questions) for row in rows]


def _line(
    row: ImportRow,
    columns: Sequence[Field],
    context: Any,
    questions: Mapping[str, Field] = MappingProxyType({}),
) -> Line:
    has_warnings = bool(row.warnings) and row.status in ("new", "changed")
    is_waiting = row.committed_at is None
    cells = []
    for column in columns:
        error, warning = row.errors.get(column.name), row.warnings.get(column.name)
        choices = column.choices(context) if column.choices and error and context is not None else ()
        row_choices = column.row_choices(row) if column.row_choices and is_waiting else ()
        cells.append(
            Cell(
                field=column,
                text=str(row.cells.get(column.name, "")),
                error=message_text(error) if error else "",
                warning=message_text(warning) if warning and not error else "",
                previous=_previous_value(row, column.name),
                editable=is_waiting
                and (bool(error or row_choices) or (has_warnings and column.numeric and not row.note)),
                choices=row_choices or choices,
                has_all_choices=bool(row_choices),
                question=_question(row, questions.get(column.name)),
            )
        )
    return Line(row, cells, has_warnings=has_warnings)


def _question(row: ImportRow, field: Field | None) -> Cell | None:
    choices = field.row_choices(row) if field and field.row_choices and row.committed_at is None else ()
    if field is None or not choices:
        return None
    text = str(row.cells.get(field.name, ""))
    return Cell(field, text, editable=True, choices=choices, has_all_choices=True)


def _previous_value(row: ImportRow, name: str) -> str:
    if row.status != "changed" or name not in row.before or row.before[name] == row.values.get(name):
        return ""
    return "–" if row.before[name] is None else str(row.before[name])


def choices_of(kind: Importer, batch: ImportBatch) -> Sequence[tuple[str, str | Promise]]:
    """Known names that an unknown name can be matched to."""
    column = next(field for field in kind.fields if field.name == kind.unknown_field)
    return column.choices(kind.load_context(batch.params)) if column.choices else ()


def problems_of(batch: ImportBatch) -> list[tuple[int, str]]:
    """The number and message of the first rows to check, for the summary above the table."""
    kind = importers.get(batch.kind)
    labels = {field.name: str(field.label) for field in kind.fields}
    problems = []
    for row in rows_of_tab(batch, "open")[:LISTED]:
        message = row.errors or row.warnings
        name = next(iter(message))
        problems.append((row.number, f"{labels.get(name, name)}: {message_text(message[name])}"))
    return problems
