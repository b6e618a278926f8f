"""Tables of figures and text that are collected for a snapshot. Pure: imports no Django."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.figures.figure import Figure

Texts = Mapping[str, str]  # language -> text; "" is the text as recorded


@dataclass(frozen=True)
class Row:
    """One row: figures and text by column. `label` may be in several languages."""

    key: str
    label: Texts
    figures: Mapping[str, Figure] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    group: str = ""
    is_total: bool = False


@dataclass(frozen=True)
class Table:
    """A table of the report. Every number becomes a frozen figure with the key `<table>.<row>.<column>`."""

    key: str
    section: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    # Labels of columns that come from the data, such as years or stakeholder groups.
    heads: Mapping[str, str] = field(default_factory=dict)

    def cells(self) -> Iterator[tuple[str, Row, str, Figure]]:
        """(key, row, column, figure) of every figure, in reading order."""
        for row in self.rows:
            for column in self.columns:
                if column in row.figures:
                    yield f"{self.key}.{row.key}.{column}", row, column, row.figures[column]

    def outline(self) -> dict[str, Any]:
        """Everything except the figures, as JSON for `ReportSnapshot.facts`."""
        return {
            "key": self.key,
            "section": self.section,
            "columns": list(self.columns),
            "heads": dict(self.heads),
            "rows": [
                {
                    "key": row.key,
                    "label": dict(row.label),
                    "texts": dict(row.texts),
                    "group": row.group,
                    "total": row.is_total,
                    "figures": [column for column in self.columns if column in row.figures],
                }
                for row in self.rows
            ],
        }


def plain(text: Any) -> Texts:
    """A label that is the same in every language."""
    return {"": str(text)}
