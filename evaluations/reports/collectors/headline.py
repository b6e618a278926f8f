"""Figures of the summary, copied from the tables, so that they cannot differ from them."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from evaluations.reports.snapshot.tables import Row, Table
from portal.figures.figure import Figure, missing

STATES = ("met", "close", "behind", "not_reported")


def read(tables: Sequence[Table]) -> Iterable[Table]:
    by_key = {table.key: table for table in tables}
    rows = [
        Row("certified", {}, {"value": _cell(by_key, "funnel", "certified", "people")}),
        Row("gain", {}, {"value": _last_gain(by_key)}),
        Row("courts", {}, {"value": _cell(by_key, "stages", "courts_in_force", "plans")}),
        Row("milestones", {}, {"value": _milestones(by_key)}),
        Row("wait", {}, {"value": _wait(by_key)}),
    ]
    yield Table("headline", "summary", ("value",), tuple(rows))
    yield _states(by_key)


def _cell(tables: dict[str, Table], table: str, row: str, column: str) -> Figure:
    for line in tables[table].rows if table in tables else ():
        if line.key == row and column in line.figures:
            return line.figures[column]
    return missing("no_data")


def _last_gain(tables: dict[str, Table]) -> Figure:
    gains = [row.figures["gain"] for row in tables["scores"].rows] if "scores" in tables else []
    measured = [gain for gain in gains if gain.value is not None]
    return measured[-1] if measured else missing("no_data", unit="points")


def _milestones(tables: dict[str, Table]) -> Figure:
    rows = tables["milestones"].rows if "milestones" in tables else ()
    if not rows:
        return missing("no_data", unit="milestones")
    achieved = sum(row.texts["state"] == "achieved" for row in rows)
    sources = tuple(source for row in rows for source in row.figures["confirmed"].sources)
    return Figure(
        Decimal(achieved), unit="milestones", n=len(rows), definition="due and shown by confirmed evidence",
        sources=sources,
    )  # fmt: skip


def _wait(tables: dict[str, Table]) -> Figure:
    groups = tables.get("groups")
    inside = next((row for row in groups.rows if row.key == "dt_inside"), None) if groups else None
    return inside.figures[groups.columns[-1]] if groups and inside else missing("no_data", unit="days")


def _states(tables: dict[str, Table]) -> Table:
    """Number of targets by state; the states add up to all targets."""
    states = [row.texts["state"] for row in tables["framework"].rows] if "framework" in tables else []
    definition = "targets of the framework"
    rows = [
        Row(
            state,
            {},
            {
                "targets": Figure(
                    Decimal(states.count(state)), unit="targets", n=len(states), definition=definition
                )
            },
        )
        for state in STATES
    ]
    rows.append(
        Row(
            "all",
            {},
            {"targets": Figure(Decimal(len(states)), unit="targets", n=len(states), definition=definition)},
            is_total=True,
        )
    )
    return Table("states", "summary", ("targets",), tuple(rows) if states else ())
