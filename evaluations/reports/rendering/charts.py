"""Charts of the report, from frozen cells only. None if there is too little data."""

from datetime import date

from django.utils.translation import gettext as _

from evaluations.reports.snapshot.reader import Line, SnapshotReader
from portal.documents import charts, trends
from portal.documents.canvas import ChartStyle
from portal.languages.lists import join_list
from portal.languages.numbers import digits, interpolate

MOST = 12  # maximum of rows in one chart: more would be too small to read or exceed the page


def _float(line: Line, column: str) -> float | None:
    value = line.cells[column].value
    return None if value is None else float(value)


def caption(snapshot: SnapshotReader, table: str, texts: str = "") -> str:
    """Source line of a chart: `texts` and, if the table has more rows than the chart, how many."""
    rows = len(snapshot.tables.get(table, {}).get("rows", ()))
    if rows <= MOST:
        return texts
    note = interpolate(_("The chart shows %(most)s of %(n)s. The table shows all."), most=MOST, n=rows)
    return f"{texts} {note}".strip()


def needs(snapshot: SnapshotReader, frame: ChartStyle) -> str | None:
    rows = [
        charts.BarItem(
            line.label,
            _float(line, "score"),
            note=line.cells["score"].text if _float(line, "score") is None else "",
        )
        for line in snapshot.lines("needs")
    ][:MOST]
    return charts.bars(frame, _("Mean weighted discrepancy score of each need"), rows) if rows else None


def progress(snapshot: SnapshotReader, frame: ChartStyle) -> str | None:
    rows = [
        charts.BarItem(
            line.label,
            _float(line, "progress"),
            note=line.cells["progress"].text if _float(line, "progress") is None else "",
        )
        for line in snapshot.lines("framework")
    ][:MOST]
    if not any(row.value is not None for row in rows):
        return None
    return charts.bars(frame, _("Progress towards each target, per cent"), rows, maximum=100)


def funnel(snapshot: SnapshotReader, frame: ChartStyle) -> str | None:
    stages = [
        charts.Stage(
            line.label,
            None if (v := line.cells["people"].value) is None else int(v),
            line.cells["people"].text,
        )
        for line in snapshot.lines("funnel")
    ]
    title = join_list(f"{line.label} {line.cells['people'].text}" for line in snapshot.lines("funnel"))
    return charts.funnel(frame, title, stages, share=lambda share: digits(f"{share:.0%}")) if stages else None


def scores(snapshot: SnapshotReader, frame: ChartStyle) -> str | None:
    rows = [
        charts.Change(line.label, before, after)
        for line in snapshot.lines("scores")
        if (before := _float(line, "before")) is not None and (after := _float(line, "after")) is not None
    ][-MOST:]  # cohorts are in order of date: take the latest
    if not rows:
        return None
    return charts.changes(
        frame,
        _("Mean share of correct answers before and after each course"),
        rows,
        low=0,
        high=100,
        names=(_("before"), _("after")),
        suffix=digits("%"),
    )


def disposition_time(snapshot: SnapshotReader, frame: ChartStyle) -> str | None:
    """Disposition time of the framework's courts and of all others, with the programme's start."""
    if "groups" not in snapshot.tables:
        return None
    years = snapshot.tables["groups"]["columns"]
    lines = {line.key: line for line in snapshot.lines("groups")}
    series = []
    if "dt_inside" in lines:
        series.append(
            trends.Series(_("courts in the framework"), [_float(lines["dt_inside"], y) for y in years])
        )
    if "dt_outside" in lines:
        series.append(
            trends.Series(
                _("all other courts"), [_float(lines["dt_outside"], y) for y in years], strong=False
            )
        )
    events = []
    start = _axis_position(date.fromisoformat(snapshot.facts["programme"]["starts"]), years)
    if 0 <= start <= len(years) - 1:
        events.append(trends.Event(start, _("programme starts")))
    return trends.lines(
        frame, _("Disposition time in days by year"), [digits(year) for year in years], series, events=events
    )


def _axis_position(day: date, years: list[str]) -> float:
    """Position of a day on an axis whose marks are in the middle of each year."""
    return day.year - int(years[0]) + (day.timetuple().tm_yday - 183) / 365


def each_court(snapshot: SnapshotReader, frame: ChartStyle) -> str | None:
    """Small multiples of disposition time, each with the court's target."""
    if "courts" not in snapshot.tables:
        return None
    years = [column for column in snapshot.tables["courts"]["columns"] if column.isdigit()]
    targets = {
        line.label.rpartition(": ")[2]: _float(line, "target")
        for line in snapshot.lines("framework")
        if line.texts["unit"] == "days"
    }
    start = _axis_position(date.fromisoformat(snapshot.facts["programme"]["starts"]), years)
    panels = [
        trends.Panel(
            line.label,
            line.texts["jurisdiction"],
            [_float(line, y) for y in years],
            targets.get(line.label),
            start if 0 <= start <= len(years) - 1 else None,
        )
        for line in snapshot.lines("courts")
    ][:MOST]
    return (
        trends.multiples(frame, _("Disposition time of each court by year, in days"), panels)
        if panels
        else None
    )


def spending(snapshot: SnapshotReader, frame: ChartStyle) -> str | None:
    rows = [
        charts.BarItem(line.label, _float(line, "share"))
        for line in snapshot.lines("lines")
        if not line.is_total
    ]
    return charts.bars(frame, _("Share of each budget line spent"), rows, maximum=100) if rows else None


def cover(snapshot: SnapshotReader) -> str | None:
    """Cover art: one line per court, with the courts of the framework highlighted."""
    if "courts" not in snapshot.tables:
        return None
    years = [column for column in snapshot.tables["courts"]["columns"] if column.isdigit()]
    series = [[v for y in years if (v := _float(line, y)) is not None] for line in snapshot.lines("courts")]
    other = [
        [v for y in years if (v := _float(line, y)) is not None]
        for line in snapshot.lines("groups")
        if line.key == "dt_outside"
    ]
    strong = [line for line in series if len(line) > 2]
    if not strong:
        return None
    return trends.cover_lines(strong, other, _("Disposition time by year of each court in the framework"))
