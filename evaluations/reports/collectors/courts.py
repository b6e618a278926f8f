"""Court figures: clearance rate and disposition time by year, for the framework's courts and all others."""

from collections.abc import Iterable
from datetime import date

from evaluations.indicators.models import CaseloadReturn
from evaluations.indicators.rates import (
    Flow,
    clearance_rate_percent,
    disposition_time_days,
    group_clearance_rate,
    group_disposition_time,
)
from evaluations.reports.snapshot.tables import Row, Table, plain
from evaluations.results.models import Target
from portal.figures.figure import Figure, missing
from programs.programmes.models import Programme

YEARS = 6


def read(programme: Programme, starts: date, ends: date) -> Iterable[Table]:  # noqa: ARG001  one shape for all readers
    """Read verified yearly returns up to the period's end, for the case types that the framework has targets for."""
    targets = list(Target.objects.filter(result__framework__programme=programme, court__isnull=False))
    courts, types = {t.court_id for t in targets}, {t.case_type for t in targets}
    returns = list(
        CaseloadReturn.objects.filter(
            court__organisation__jurisdiction__in=programme.jurisdictions.values("pk"),
            case_type__in=types,
            ends__lte=ends,
            verified_by__isnull=False,
        ).select_related("court__organisation__jurisdiction")
    )
    years = sorted({row.starts.year for row in returns if row.court_id in courts})[-YEARS:]
    if not years:
        return
    yield _groups(returns, courts, years)
    yield _each(returns, courts, years)


def _groups(returns: list[CaseloadReturn], courts: set[int | None], years: list[int]) -> Table:
    inside = [row for row in returns if row.court_id in courts]
    outside = [row for row in returns if row.court_id not in courts]
    rows = []
    for key, group in (("inside", inside), ("outside", outside)):
        if group:
            rows.append(Row(f"dt_{key}", {}, {str(y): _days(group, y) for y in years}, {"measure": "days"}))
    for key, group in (("inside", inside), ("outside", outside)):
        if group:
            figures = {
                str(y): group_clearance_rate(flows_of(r for r in group if r.starts.year == y)) for y in years
            }
            rows.append(Row(f"cr_{key}", {}, figures, {"measure": "percent"}))
    return Table("groups", "courts", tuple(map(str, years)), tuple(rows), {str(y): str(y) for y in years})


def flows_of(rows: Iterable[CaseloadReturn]) -> list[Flow]:
    return [
        Flow(row.incoming, row.resolved, row.pending_end, row.starts, row.ends, row.pending_start, row.pk)
        for row in rows
    ]


def _days(group: list[CaseloadReturn], year: int) -> Figure:
    """Σ pending / Σ resolved × days over returns of the longest period in the year; other periods are left out."""
    rows = [row for row in group if row.starts.year == year]
    periods = {(row.starts, row.ends) for row in rows}
    if not rows:
        return missing("no_data", unit="days")
    longest = max(periods, key=lambda p: p[1] - p[0])
    return group_disposition_time(flows_of(row for row in rows if (row.starts, row.ends) == longest))


def _each(returns: list[CaseloadReturn], courts: set[int | None], years: list[int]) -> Table:
    """Cases, clearance rate and disposition time of each court of the framework in the latest year."""
    by_court: dict[int, dict[int, CaseloadReturn]] = {}
    for row in returns:
        if row.court_id in courts:
            by_court.setdefault(row.court_id, {})[row.starts.year] = row
    rows = []
    for court_returns in sorted(by_court.values(), key=lambda f: str(next(iter(f.values())).court)):
        court = next(iter(court_returns.values())).court
        series = {str(y): _disposition_time(court_returns.get(y)) for y in years}
        last = court_returns[max(court_returns)]
        figures = series | {
            "clearance": _sourced(
                clearance_rate_percent(resolved=last.resolved, incoming=last.incoming), last
            )
        }
        rows.append(
            Row(f"c{court.pk}", plain(court), figures, {"jurisdiction": str(court.organisation.jurisdiction)})
        )
    heads = {str(y): str(y) for y in years}
    return Table("courts", "courts", (*map(str, years), "clearance"), tuple(rows), heads)


def _disposition_time(row: CaseloadReturn | None) -> Figure:
    if row is None:
        return missing("no_data", unit="days")
    days = (row.ends - row.starts).days + 1
    return _sourced(disposition_time_days(pending_end=row.pending_end, resolved=row.resolved, days=days), row)


def _sourced(figure: Figure, row: CaseloadReturn) -> Figure:
    return Figure(
        figure.value, unit=figure.unit, n=figure.n, reason=figure.reason, definition=figure.definition,
        sources=(("evaluations.caseloadreturn", row.pk),),
    )  # fmt: skip
