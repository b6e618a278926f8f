"""Renders the approved report as a workbook: a sheet per table and one with all figures, from the snapshot only."""

import io
from datetime import UTC, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from evaluations.reports.labels import TABLES
from evaluations.reports.models import ImpactReport
from evaluations.reports.rendering.pdf import edition_of, period_of, verification_url
from evaluations.reports.snapshot.reader import SnapshotReader
from portal.languages.directions import writing_direction
from portal.tables.export import neutral

SHEET_NAME = 31
BOLD = Font(bold=True)
EPOCH = (1980, 1, 1, 0, 0, 0)


def workbook(report: ImpactReport, language: str) -> bytes:
    """Return the workbook. Reproducible: it contains no current time and no random id."""
    snapshot = SnapshotReader(report)
    with translation.override(language):
        book = Workbook(write_only=True)
        book.properties.title = report.title
        book.properties.creator = snapshot.facts["programme"]["lead"]
        book.properties.created = book.properties.modified = snapshot.set.cut_off_at.astimezone(UTC).replace(
            tzinfo=None
        )
        _about(book, snapshot)
        for key in snapshot.tables:
            if key in TABLES:
                _sheet(book, snapshot, key, rtl=writing_direction(language) == "rtl")
        _figures(book, snapshot)
        out = io.BytesIO()
        book.save(out)
    return _with_fixed_times(out.getvalue(), snapshot.set.cut_off_at)


def _about(book: Workbook, snapshot: SnapshotReader) -> None:
    sheet = book.create_sheet(_("About"))
    for label, text in (
        (_("Impact report"), snapshot.report.title),
        (_("Programme"), snapshot.facts["programme"]["title"]),
        (_("Period"), period_of(snapshot)),
        (_("Edition"), edition_of(snapshot)),
        (_("SHA-256 of the data snapshot"), snapshot.set.sha256),
        (_("Check this report"), verification_url(snapshot.report)),
        (pgettext("report", "Figures"), len(snapshot.figures)),
    ):
        sheet.append([_bold(sheet, label), neutral(text)])


def _sheet(book: Workbook, snapshot: SnapshotReader, key: str, *, rtl: bool) -> None:
    caption, note = TABLES[key]
    sheet = book.create_sheet(str(caption)[:SHEET_NAME].translate(str.maketrans("[]:*?/\\", "       ")))
    sheet.sheet_view.rightToLeft = rtl
    columns = snapshot.columns(key)
    sheet.append([_bold(sheet, str(caption))])
    sheet.append([neutral(str(note))])
    sheet.append([_bold(sheet, head) for _name, head in columns])
    for line in snapshot.lines(key):
        cells = [line.cells[name] for name, _head in columns[1:]]
        sheet.append(
            [neutral(line.label), *(c.value if c.value is not None else neutral(c.text) for c in cells)]
        )


def _figures(book: Workbook, snapshot: SnapshotReader) -> None:
    sheet = book.create_sheet(pgettext("report", "Figures"))
    heads = (_("Name"), _("Value"), _("As shown"), _("Unit"), _("n"), _("Reason"), _("Definition"))
    sheet.append([_bold(sheet, head) for head in heads])
    for figure in snapshot.figures.values():
        row: list[Any] = [
            figure.key,
            figure.value,
            snapshot.show(figure.key),
            figure.unit,
            figure.n,
            figure.reason,
            figure.definition,
        ]
        sheet.append([neutral(value) if value is not None else None for value in row])


def _bold(sheet: Any, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=neutral(text))
    cell.font = BOLD
    return cell


def _with_fixed_times(content: bytes, moment: datetime) -> bytes:
    """Rewrite the archive with fixed times, because openpyxl writes the current time into members and properties."""
    stamp = f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    out = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            body = old.read(name)
            if name == "docProps/core.xml":
                body = _with_time(body, stamp)
            info = ZipInfo(name, EPOCH)
            info.compress_type = ZIP_DEFLATED
            new.writestr(info, body)
    return out.getvalue()


def _with_time(properties: bytes, stamp: str) -> bytes:
    text = properties.decode()
    for tag in ("created", "modified"):
        start = text.find(f"<dcterms:{tag}")
        if start >= 0:
            begin, end = text.index(">", start) + 1, text.index(f"</dcterms:{tag}>")
            text = text[:begin] + stamp + text[end:]
    return text.encode()
