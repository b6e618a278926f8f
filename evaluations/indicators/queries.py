"""Queries for pages of court figures: rates by court and year, calculated from sums, and what the figures omit."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from evaluations.indicators import rates
from evaluations.indicators.models import CaseloadReturn
from evaluations.indicators.rates import Flow, days_of, group_clearance_rate, joined
from participants.accounts.models import User
from participants.organisations.models import Court, Jurisdiction
from portal.access.users import AnyUser
from portal.figures.figure import Figure, missing

# Some judiciaries publish totals as a case type. Adding them to their components would count cases twice.
SUM_TYPES = Q(case_type__istartswith="total")

RECENT = 5  # years; a court that closed long ago must not decide which year counts as complete


@dataclass(frozen=True)
class CourtYear:
    """One court's year: its case types added up, and the quality of the data."""

    flow: Flow
    unverified: int = 0
    noted: int = 0

    @property
    def clearance(self) -> Figure:
        return rates.clearance_rate_percent(resolved=self.flow.resolved, incoming=self.flow.incoming)

    @property
    def disposition(self) -> Figure:
        return rates.disposition_time_days(
            pending_end=self.flow.pending_end, resolved=self.flow.resolved, days=self.flow.days
        )

    @property
    def is_complete(self) -> bool:
        return self.flow.days >= days_of(
            self.flow.starts.replace(month=1, day=1), self.flow.ends.replace(month=12, day=31)
        )


@dataclass(frozen=True)
class CourtRow:
    """One court in the table of a year, with its series for the trend charts; `now` is None without a return."""

    court: Court
    now: CourtYear | None
    clearance: list[float | None]
    disposition: list[float | None]


@dataclass(frozen=True)
class YearRow:
    year: int
    courts: int
    pending_start: int | None
    incoming: int
    resolved: int
    pending_end: int
    clearance: Figure
    disposition: Figure
    unverified: int
    noted: int


@dataclass
class CourtFigures:
    """All figures on a jurisdiction's page; empty if there are no returns."""

    courts: list[Court]
    by_court: dict[int, dict[int, CourtYear]] = field(default_factory=dict)
    types: list[str] = field(default_factory=list)
    sum_types: list[str] = field(default_factory=list)

    @property
    def years(self) -> list[int]:
        years = {year for by_year in self.by_court.values() for year in by_year}
        return list(range(min(years), max(years) + 1)) if years else []

    def year_rows(self) -> list[YearRow]:
        """Newest first. Rates are calculated from the sums of the courts that reported the whole year."""
        return [row for year in reversed(self.years) if (row := self._year_row(year)) is not None]

    @property
    def last_complete_year(self) -> int | None:
        """The latest year that as many courts reported as in any recent year; a later sum would be incomplete."""
        rows = self.year_rows()[:RECENT]
        most = max((row.courts for row in rows), default=0)
        return next((row.year for row in rows if row.courts == most), None)

    def _year_row(self, year: int) -> YearRow | None:
        cells = [by_year[year] for by_year in self.by_court.values() if year in by_year]
        if not cells:
            return None
        flows = [cell.flow for cell in cells]
        starts = [flow.pending_start for flow in flows]
        same = len({(flow.starts, flow.ends) for flow in flows}) == 1
        return YearRow(
            year=year,
            courts=len(cells),
            pending_start=None if None in starts else sum(n for n in starts if n is not None),
            incoming=sum(flow.incoming for flow in flows),
            resolved=sum(flow.resolved for flow in flows),
            pending_end=sum(flow.pending_end for flow in flows),
            clearance=group_clearance_rate(flows),
            disposition=rates.group_disposition_time(flows)
            if same
            else missing("not_applicable", unit="days"),
            unverified=sum(cell.unverified for cell in cells),
            noted=sum(cell.noted for cell in cells),
        )

    def court_rows(self, year: int) -> list[CourtRow]:
        rows = []
        for court in self.courts:
            cells = self.by_court.get(court.pk, {})
            series = [cells.get(y) for y in self.years]
            rows.append(
                CourtRow(
                    court,
                    cells.get(year),
                    [_float(cell.clearance) if cell else None for cell in series],
                    [_float(cell.disposition) if cell else None for cell in series],
                )
            )
        return rows

    def gaps(self) -> list[tuple[Court, list[int]]]:
        """Courts without a return for years that other courts reported."""
        lacking = [
            (court, [y for y in self.years if y not in self.by_court.get(court.pk, {})])
            for court in self.courts
        ]
        return [(court, years) for court, years in lacking if years]


def _float(figure: Figure) -> float | None:
    return None if figure.value is None else float(figure.value)


def court_figures(jurisdiction: Jurisdiction, *, user: AnyUser, case_type: str = "") -> CourtFigures:
    """Figures that the person may see, by court and year. Three queries, whatever the number of returns."""
    courts = list(
        Court.objects.filter(organisation__jurisdiction=jurisdiction)
        .select_related("organisation")
        .order_by("organisation__name")
    )
    seen = CaseloadReturn.objects.visible_to(user).filter(court__organisation__jurisdiction=jurisdiction)
    types = list(seen.order_by("case_type").values_list("case_type", flat=True).distinct())
    sums = [name for name in types if name.casefold().startswith("total")]
    figures = CourtFigures(courts, types=types, sum_types=sums)
    chosen = seen.filter(case_type=case_type) if case_type else seen.exclude(SUM_TYPES)
    for court, periods in _by_court(_summed(chosen)).items():
        figures.by_court[court] = _years(periods)
    return figures


def _summed(rows: QuerySet[CaseloadReturn]) -> Any:
    """Add up the case types of each court and period."""
    return (
        rows.order_by("court", "starts")
        .values("court", "starts", "ends")
        .annotate(
            come_in=Sum("incoming"),
            closed=Sum("resolved"),
            left=Sum("pending_end"),
            start_sum=Sum("pending_start"),
            unknown_start=Count("pk", filter=Q(pending_start=None)),
            unverified=Count("pk", filter=Q(verified_by=None)),
            noted=Count("pk", filter=~Q(quality_note="")),
        )
    )


def _by_court(rows: Iterable[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    rows_by_court: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        rows_by_court.setdefault(row["court"], []).append(row)
    return rows_by_court


def _years(periods: list[dict[str, Any]]) -> dict[int, CourtYear]:
    """Combine periods to years. If periods overlap or leave gaps, keep the longest unbroken sequence."""
    by_year: dict[int, list[dict[str, Any]]] = {}
    for row in periods:
        by_year.setdefault(row["ends"].year, []).append(row)
    return {year: _court_year(rows) for year, rows in by_year.items()}


def _court_year(rows: list[dict[str, Any]]) -> CourtYear:
    flows = [
        Flow(
            incoming=row["come_in"],
            resolved=row["closed"],
            pending_end=row["left"],
            starts=row["starts"],
            ends=row["ends"],
            pending_start=None if row["unknown_start"] else row["start_sum"],
        )
        for row in rows
    ]
    try:
        flow = joined(flows)
    except ValueError:
        flow = max(flows, key=lambda f: f.days)
    return CourtYear(flow, sum(row["unverified"] for row in rows), sum(row["noted"] for row in rows))


def notes_of(jurisdiction: Jurisdiction, *, user: AnyUser, limit: int = 8) -> list[dict[str, Any]]:
    """Data-quality notes with their courts and years, the most common first."""
    rows = CaseloadReturn.objects.visible_to(user).filter(court__organisation__jurisdiction=jurisdiction)
    grouped: Any = (
        rows.exclude(quality_note="")
        .order_by()
        .values("quality_note")
        .annotate(n=Count("pk"), courts=Count("court", distinct=True), first=Min("starts"), last=Max("ends"))
        .order_by("-n", "quality_note")
    )
    return list(grouped[:limit])


def unverified_for(user: User) -> QuerySet[CaseloadReturn]:
    """Returns that someone else entered and the person may verify."""
    return CaseloadReturn.objects.visible_to(user).filter(verified_by=None).exclude(entered_by=user)
