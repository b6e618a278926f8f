"""Reads a snapshot for page, PDF and workbook: the same text for each figure, in the active language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import get_language

from evaluations.reports.labels import (
    COLUMNS,
    DATE_COLUMNS,
    FIRST_COLUMNS,
    REASONS,
    ROWS,
    STATE_COLUMNS,
    STATES,
)
from evaluations.reports.models import FigureSource, ImpactReport, ReportFigure, ReportSnapshot
from portal.figures.formatting import rounded, with_percent_sign
from portal.languages.numbers import date_format

PLACES = {
    "rank": 0,
    "targets": 0,
    "milestones": 0,
    "%": 1,
    "points": 1,
    "days": 1,
    "people": 0,
    "answers": 0,
    "plans": 0,
    "steps": 0,
    "documents": 0,
    "courts": 0,
}
# Models whose rows are in the results chain: a figure with such a source links to its chain.
TRACED = (
    "assessments.rankedneed", "programs.cohort", "evaluations.reformplan", "evaluations.milestone",
    "evaluations.target", "evaluations.caseloadreturn",
)  # fmt: skip
DAYS_ON_PAPER = 0  # disposition time is a forecast and not known to a tenth of a day


@dataclass(frozen=True)
class Cell:
    """One cell of a table. `value` is the full frozen number, `text` what is shown.

    `trace` is the public id of the figure if it links to its results chain.
    """

    text: str
    value: Decimal | None = None
    key: str = ""
    icon: str = ""
    is_withheld: bool = False
    is_number: bool = False
    trace: str = ""


@dataclass(frozen=True)
class Line:
    key: str
    label: str
    cells: dict[str, Cell]
    texts: Mapping[str, str]
    group: str
    is_total: bool


class SnapshotReader:
    """The snapshot of one report. Three queries."""

    def __init__(self, report: ImpactReport) -> None:
        self.report = report
        self.set: ReportSnapshot = report.snapshot
        self.facts: dict[str, Any] = self.set.facts

    @cached_property
    def figures(self) -> dict[str, ReportFigure]:
        return {figure.key: figure for figure in self.set.figures.all()}

    @cached_property
    def traceable(self) -> set[int]:
        """Ids of the figures whose sources are rows of the results chain."""
        sources = FigureSource.objects.filter(figure__snapshot=self.set, label__in=TRACED)
        return set(sources.values_list("figure", flat=True).distinct())

    @cached_property
    def tables(self) -> dict[str, dict[str, Any]]:
        return {table["key"]: table for table in self.facts["tables"] if table["rows"]}

    def figure(self, key: str) -> ReportFigure | None:
        return self.figures.get(key)

    def value(self, key: str) -> Decimal | None:
        figure = self.figures.get(key)
        return figure.value if figure else None

    def show(self, key: str) -> str:
        """The text of a figure in a sentence."""
        figure = self.figures.get(key)
        return format_figure(figure) if figure else str(REASONS["no_data"])

    def lines(self, table: str) -> Iterator[Line]:
        """The rows of a table with their cells, in order; none if the table was not frozen."""
        outline = self.tables.get(table)
        if outline is None:
            return
        for row in outline["rows"]:
            cells = {
                column: self._cell(f"{table}.{row['key']}.{column}", row["texts"].get(column), column)
                for column in outline["columns"]
            }
            yield Line(row["key"], self._label(table, row), cells, row["texts"], row["group"], row["total"])

    def columns(self, table: str) -> list[tuple[str, str]]:
        """(key, label) of the columns; the row labels come first under the key ""."""
        outline = self.tables[table]
        heads = [(key, str(outline["heads"].get(key) or COLUMNS.get(key, key))) for key in outline["columns"]]
        return [("", str(FIRST_COLUMNS[table])), *heads]

    def _label(self, table: str, row: dict[str, Any]) -> str:
        own = ROWS.get(f"{table}.{row['key']}")
        if own is not None:
            return str(own)
        texts = row["label"]
        return str(texts.get(get_language() or "", "") or texts.get("", row["key"]))

    def _cell(self, key: str, texts: str | None, column: str) -> Cell:
        figure = self.figures.get(key)
        if figure is not None:
            text = format_figure(figure)
            trace = str(figure.public_id) if figure.pk in self.traceable else ""
            withheld = figure.reason == "suppressed"
            return Cell(text, figure.value, key, is_withheld=withheld, is_number=True, trace=trace)
        if not texts:
            return Cell("–")
        if column in STATE_COLUMNS and texts in STATES:
            icon, label = STATES[texts]
            return Cell(str(label), icon=icon)
        if column in DATE_COLUMNS:
            return Cell(date_format(date.fromisoformat(texts), "SHORT_DATE_FORMAT"))
        return Cell(texts)


def decimal_places(figure: ReportFigure) -> int:
    """Decimal places shown: none for counts, two for money."""
    if figure.unit == "days":
        return DAYS_ON_PAPER
    return PLACES.get(figure.unit, 2 if figure.unit.isupper() and len(figure.unit) == 3 else 1)


def name_of(figure: ReportFigure) -> str:
    """Name of the figure in the active language: its row and, except in the summary, its column."""
    table, row, column = [*figure.key.split(".", 2), "", ""][:3]
    name = str(ROWS.get(f"{table}.{row}", figure.label.rpartition(": ")[0]))
    return name if table == "headline" else f"{name}: {COLUMNS.get(column, column)}"


def format_figure(figure: ReportFigure) -> str:
    """The figure as text, rounded half up, or the reason why there is none."""
    if figure.value is None:
        return str(REASONS.get(figure.reason, figure.reason))
    text = rounded(figure.value, decimal_places(figure))
    return with_percent_sign(text) if figure.unit == "%" else text
