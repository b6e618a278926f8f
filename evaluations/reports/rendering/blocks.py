"""Tables, charts and other blocks that the page and the PDF share, from a snapshot, in the active language."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from evaluations.reports.labels import LEVELS, TABLES
from evaluations.reports.snapshot.reader import Cell, Line, SnapshotReader
from portal.languages.numbers import digits, interpolate

# Relative widths of columns; the default is 1. `FIRST` has the widths of the row labels.
WEIGHTS = {
    "answer": 1.9,
    "state": 1.7,
    "practice": 2.6,
    "stage": 1.6,
    "decision": 2.2,
    "evidence": 2.6,
    "due": 1.35,
    "since": 1.35,
    "definition": 3.6,
    "limits": 2.6,
    "source": 1.6,
    "rank": 0.75,
    "n": 1.1,
    "ministry": 1.25,
    "oversight": 1.25,
    "prosecutor": 1.4,
}
FIRST: dict[str, float] = {"needs": 3.4, "framework": 4, "milestones": 4, "plans": 2.4, "sheets": 2}
ZERO, HUNDRED = Decimal(0), Decimal(100)
BARS = frozenset(("progress", "share", "rate"))


@dataclass
class Numbering:
    """Counters that number tables and figures in order."""

    tables: int = 0
    figures: int = 0

    def table(self) -> str:
        self.tables += 1
        return interpolate(_("Table %(n)s"), n=self.tables)

    def figure(self) -> str:
        self.figures += 1
        return interpolate(_("Figure %(n)s"), n=self.figures)


def tables(
    snapshot: SnapshotReader, keys: Iterable[str], numbering: Numbering, *, source: str = ""
) -> Iterable[dict[str, Any]]:
    for key in keys:
        if key in snapshot.tables:
            yield _table(snapshot, key, numbering, source)


def _table(snapshot: SnapshotReader, key: str, numbering: Numbering, source: str) -> dict[str, Any]:
    columns = snapshot.columns(key)
    lines = list(snapshot.lines(key))
    numeric = {name for name, _head in columns if any(line.cells[name].is_number for line in lines if name)}
    widths = _widths(key, [name for name, _head in columns])
    caption, note = TABLES[key]
    return {
        "kind": "table",
        "id": f"t-{key}",
        "key": key,
        "number": numbering.table(),
        "caption": str(caption),
        "note": str(note),
        "source": source,
        "long": len(lines) > 8,
        "columns": [
            {"label": digits(head) if head.isdigit() else head, "numeric": name in numeric, "width": width}
            for (name, head), width in zip(columns, widths, strict=True)
        ],
        "rows": list(_rows(lines, columns[1:])),
    }


def _widths(key: str, columns: list[str]) -> list[str]:
    """Per cent as text: a template would use the decimal separator of the reader's language, which CSS rejects."""
    weights: list[float] = [FIRST.get(key, 2.6), *(WEIGHTS.get(name, 1.0) for name in columns[1:])]
    return [f"{weight / sum(weights) * 100:.2f}" for weight in weights]


def _rows(lines: Iterable[Line], columns: list[tuple[str, str]]) -> Iterable[dict[str, Any]]:
    group = ""
    for line in lines:
        if line.group and line.group != group:
            group = line.group
            yield {"group": str(LEVELS.get(group, group))}
        label = {"text": line.label, "header": True}
        yield {
            "cells": [label, *(_cell(line.cells[name], name, head) for name, head in columns)],
            "total": line.is_total,
        }


def _cell(cell: Cell, column: str, head: str) -> dict[str, Any]:
    shape = {
        "text": cell.text,
        "head": head,
        "numeric": cell.is_number,
        "withheld": cell.is_withheld,
        "icon": cell.icon,
        "tone": TONES.get(cell.icon, ""),
        "key": cell.key,
        "trace": cell.trace,
        "bar": None,
    }
    if column in BARS and cell.value is not None:
        shape["bar"] = f"{max(ZERO, min(HUNDRED, cell.value)) * 82 / 100:.1f}"
    return shape


TONES = {"ok": "good", "half": "info", "alert": "warn", "no": "bad", "pause": "warn"}


def chart(
    markup: str | None, caption: str, note: str, numbering: Numbering, *, source: str = ""
) -> Iterable[dict[str, Any]]:
    if markup:
        yield {
            "kind": "drawing",
            "id": f"f-{numbering.figures + 1}",
            "number": numbering.figure(),
            "caption": caption,
            "note": note,
            "drawing": _safe(markup),
            "source": source,
        }


def _safe(markup: str) -> SafeString:
    return mark_safe(markup)  # noqa: S308  our own drawing, whose labels are escaped as they are set
