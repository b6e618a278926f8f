"""Read a workbook's sheets as rows of text, within limits, and parse the columns that have a language."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import IO, Any

from openpyxl import load_workbook

MAX_ROWS, MAX_COLUMNS, MAX_CELL = 5_000, 300, 10_000
SHEETS = ("survey", "choices", "settings")
_CODE = re.compile(r"\(([A-Za-z-]{2,12})\)\s*$")


class UnreadableWorkbookError(ValueError):
    """`code` is broken, no_survey, no_columns or too_long; `sheet` is the sheet concerned."""

    def __init__(self, code: str, *, sheet: str = "") -> None:
        super().__init__(code)
        self.code, self.sheet = code, sheet


@dataclass(frozen=True)
class Column:
    """A heading: its name and its language, "" when it has none, "?" when the portal does not support it."""

    name: str
    language: str


@dataclass(frozen=True)
class SheetRow:
    number: int
    cells: Mapping[Column, str]

    def plain(self, name: str) -> str:
        return self.cells.get(Column(name, ""), "")


def read_sheets(file: IO[bytes], languages: Mapping[str, str]) -> dict[str, list[SheetRow]]:
    """Sheet -> its rows that are not empty. `languages` maps code -> name. Raises `UnreadableWorkbookError`."""
    try:
        book = load_workbook(file, read_only=True, data_only=True)
        by_name = {
            name.strip().lower(): sheet for name, sheet in zip(book.sheetnames, book.worksheets, strict=False)
        }
        sheets = {name: list(_rows(by_name[name], name, languages)) for name in SHEETS if name in by_name}
    except UnreadableWorkbookError:
        raise
    except Exception as error:  # openpyxl raises errors of its parsers on a corrupt part
        raise UnreadableWorkbookError("broken") from error
    if "survey" not in sheets:
        raise UnreadableWorkbookError("no_survey")
    return sheets


def _rows(sheet: Any, name: str, languages: Mapping[str, str]) -> Iterator[SheetRow]:
    heads: list[Column | None] | None = None
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        if number > MAX_ROWS:
            raise UnreadableWorkbookError("too_long", sheet=name)
        cells = [text_of(value) for value in values[:MAX_COLUMNS]]
        if heads is None:
            if any(cells):
                heads = [column_of(cell, languages) if cell else None for cell in cells]
            continue
        filled = {head: cell for head, cell in zip(heads, cells, strict=False) if head and cell}
        if filled:
            yield SheetRow(number, filled)
    if heads is None and name == "survey":
        raise UnreadableWorkbookError("no_columns", sheet=name)


def text_of(value: Any) -> str:
    """A cell's value as it would be typed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date().isoformat()
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    return str(value).strip()[:MAX_CELL]


def column_of(heading: str, languages: Mapping[str, str]) -> Column:
    """`label::Français (fr)` as label in fr; `media::image::…` as image."""
    parts = [part.strip() for part in heading.split("::")]
    if parts[0].lower() == "media":
        parts = parts[1:] or [""]
    name = parts[0].lower().replace(" ", "_")
    name = {"relevance": "relevant", "list_name": "list_name", "read_only": "readonly"}.get(name, name)
    return Column(name, language_of(parts[1], languages) if len(parts) > 1 else "")


def language_of(text: str, languages: Mapping[str, str]) -> str:
    """The code in brackets, a bare code, or a language's own name; "?" when the portal does not support it."""
    match = _CODE.search(text)
    key = (match.group(1) if match else text).strip().casefold()
    for code, name in languages.items():
        if key in (code.casefold(), name.casefold()):
            return code
    prefix = key.partition("-")[0]
    return next((code for code in languages if code.partition("-")[0] == prefix), "?")
