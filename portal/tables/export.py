"""Export of lists as CSV and XLSX. A cell that a spreadsheet would run as a formula becomes plain text."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from portal.files.uploads import XLSX

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")


def neutral(value: Any) -> Any:
    """The value for a cell: numbers unchanged; an apostrophe before text that starts like a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, (int, float)) or hasattr(value, "as_tuple"):
        return value
    text = str(value)
    return "'" + text if text.startswith(RISKY) else text


def csv_response(
    name: str, head: Sequence[str], rows: Iterable[Sequence[Any]], *, notes: Sequence[tuple[str, str]] = ()
) -> HttpResponse:
    """A CSV file in UTF-8, with a byte-order mark for spreadsheets. `notes`, such as the filters, follow the rows."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow([neutral(cell) for cell in head])
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    if notes:
        writer.writerow([])
        writer.writerows([neutral(label), neutral(text)] for label, text in notes)
    return _download(out.getvalue().encode(), f"{name}.csv", "text/csv; charset=utf-8")


def xlsx_response(
    name: str, head: Sequence[str], rows: Iterable[Sequence[Any]], *, notes: Sequence[tuple[str, str]] = ()
) -> HttpResponse:
    """A workbook with a sheet of rows and a sheet of notes, such as the filters and the number of rows."""
    return _download(xlsx_bytes(head, rows, notes=notes), f"{name}.xlsx", XLSX)


def workbook_response(name: str, book: bytes) -> HttpResponse:
    """A workbook of people's answers, which caches must not store."""
    response = _download(book, f"{name}.xlsx", XLSX)
    response["Cache-Control"] = "private, no-store"
    return response


def xlsx_bytes(
    head: Sequence[str], rows: Iterable[Sequence[Any]], *, notes: Sequence[tuple[str, str]] = ()
) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Rows")
    cells = [WriteOnlyCell(sheet, value=str(label)) for label in head]
    for cell in cells:
        cell.font = Font(bold=True)
    sheet.append(cells)
    count = 0
    for row in rows:
        sheet.append([neutral(cell) for cell in row])
        count += 1
    about = book.create_sheet("About")
    for label, text in (
        *notes,
        ("Rows", str(count)),
        ("Made at", timezone.now().strftime("%Y-%m-%d %H:%M UTC")),
    ):
        about.append([neutral(str(label)), neutral(str(text))])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _download(content: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
