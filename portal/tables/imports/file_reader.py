"""Reading CSV and XLSX files as rows of text. A file that cannot be read to its end is rejected."""

import csv
import io
import itertools
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext_lazy as _
from openpyxl.utils.exceptions import InvalidFileException

from portal.languages.numbers import interpolate
from portal.tables.imports.errors import FileRejectedError

MAX_ROWS = 500_000
MAX_COLUMNS = 200
MAX_CELL = 10_000
SAMPLES = 3
# Old programs do not state their encoding: the page shows the guess, and people can choose another one.
ENCODINGS = {
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252 (Western)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1256": "Windows-1256 (Arabic)",
    "gb18030": "GB 18030 (Chinese)",
}
DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True)
class Layout:
    """How to read a file. `guessed` is whether the encoding is a guess."""

    media: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    heading_row: int = 1
    guessed: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class FilePreview:
    """The layout, headings and sample rows of a file."""

    layout: Layout
    headings: list[str]
    samples: list[list[str]]
    sheets: list[str] = field(default_factory=list)

    @property
    def doubled(self) -> set[str]:
        """Headings of more than one column."""
        folded = [h.casefold() for h in self.headings if h]
        return {h for h in self.headings if h and folded.count(h.casefold()) > 1}


def preview_file(content: bytes, layout: Layout) -> FilePreview:
    """The headings, a few sample rows and the completed layout. Raises `FileRejectedError`."""
    sheets: list[str] = []
    if layout.media == "csv":
        layout = _complete_csv_layout(content, layout)
    else:
        sheets = _sheets(content)
        layout = Layout(
            "xlsx",
            sheet=layout.sheet if layout.sheet in sheets else sheets[0],
            heading_row=layout.heading_row,
        )
    lines = list(itertools.islice(_lines(content, layout), layout.heading_row + 20))
    headings = next((cells for number, cells in lines if number == layout.heading_row), [])
    while headings and not headings[-1]:
        headings.pop()
    if not any(headings):
        raise FileRejectedError(
            _("There are no headings in that row. Enter the number of the heading row."), code="no_headings"
        )
    if len(headings) > MAX_COLUMNS:
        raise FileRejectedError(_("This file has too many columns. Remove those you do not need."))
    samples = [cells for number, cells in lines if number > layout.heading_row and any(cells)][:SAMPLES]
    if not samples:
        raise FileRejectedError(_("There are headings but no rows below them."), code="no_rows")
    return FilePreview(layout, headings, samples, sheets)


def rows(content: bytes, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """The rows below the headings, without blank ones, each with its row number in a spreadsheet.

    Raises `FileRejectedError`, possibly after some rows, if the rest cannot be read.
    """
    count = 0
    for number, cells in _lines(content, layout):
        if number <= layout.heading_row or not any(cells):
            continue
        count += 1
        if count > MAX_ROWS:
            raise FileRejectedError(_("This file has too many rows. Split it into smaller files."))
        yield number, cells


def decode(content: bytes, encoding: str) -> str:
    """The text of a CSV file. Raises `FileRejectedError`."""
    try:
        decoded = content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise FileRejectedError(
            _(
                "The characters in this file cannot be read. Save it as “CSV UTF-8” or as XLSX, and "
                "upload it again."
            ),
            code="encoding",
        ) from error
    if "\0" in decoded:
        raise FileRejectedError(
            _("This is not a text file. Save it as CSV or XLSX, and upload it again."), code="encoding"
        )
    return decoded


def _complete_csv_layout(content: bytes, layout: Layout) -> Layout:
    encoding, guessed = layout.encoding, layout.guessed
    if encoding not in ENCODINGS:
        encoding, guessed = _encoding_of(content)
    delimiter = layout.delimiter if layout.delimiter in DELIMITERS else ""
    head = decode(content, encoding).split("\n", 60)[:60]
    return Layout("csv", encoding, delimiter or _delimiter_of(head), "", layout.heading_row, guessed)


def _encoding_of(content: bytes) -> tuple[str, bool]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16", False
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1252", True
    return "utf-8-sig", False


def _delimiter_of(lines: Sequence[str]) -> str:
    """The separator that splits the most lines into the same number of cells."""

    def evenness(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        except csv.Error:
            return 0, 0
        wide = [width for width in widths if width > 1]
        commonest = max(set(wide), key=wide.count, default=1)
        return wide.count(commonest), commonest

    return max(DELIMITERS, key=evenness)


def _lines(content: bytes, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    return _csv_lines(content, layout) if layout.media == "csv" else _xlsx_lines(content, layout)


def _csv_lines(content: bytes, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(
        io.StringIO(decode(content, layout.encoding), newline=""), delimiter=layout.delimiter, strict=True
    )
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, [cell.strip()[:MAX_CELL] for cell in cells[: MAX_COLUMNS + 1]]
    except csv.Error as error:
        raise FileRejectedError(
            interpolate(
                _(
                    "The file is damaged after row %(row)s: a quotation mark is not closed, or a cell is too long."
                ),
                row=number,
            ),
            code="damaged",
        ) from error


def _open(content: bytes) -> Any:
    try:
        return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    except _BROKEN as error:
        raise FileRejectedError(_DAMAGED, code="damaged") from error


def _sheets(content: bytes) -> list[str]:
    book = _open(content)
    names = [sheet.title for sheet in book.worksheets]
    book.close()
    if not names:
        raise FileRejectedError(_("This workbook has no sheet with rows."))
    return names


def _xlsx_lines(content: bytes, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    book = _open(content)
    try:
        sheet = book[layout.sheet]
        sheet.reset_dimensions()  # the stated size may be wrong, such as a million columns
        for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True), start=1):
            yield number, [cell_text(cell)[:MAX_CELL] for cell in cells]
    except _BROKEN as error:
        raise FileRejectedError(_DAMAGED, code="damaged") from error
    finally:
        book.close()


def cell_text(cell: Any) -> str:
    """A cell of a workbook as text: 12.0 as 12, dates in ISO format, formulas unchanged."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()


_DAMAGED = _("This workbook is damaged. Save a new copy and try again.")
_BROKEN = (
    InvalidFileException,
    zipfile.BadZipFile,
    ParseError,
    DefusedXmlException,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    OSError,
    EOFError,
    IndexError,
)
