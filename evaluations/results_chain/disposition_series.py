"""Disposition time of the chain's courts and of all other courts, by year."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from evaluations.indicators.models import CaseloadReturn, Indicator
from evaluations.indicators.rates import disposition_time_days
from evaluations.results.models import Target
from participants.organisations.models import Court
from portal.documents import trends
from portal.documents.canvas import ChartStyle
from portal.languages.numbers import digits, number_format


@dataclass
class CourtSeries:
    court: Court
    target: Decimal | None
    values: list[Decimal | None]

    @property
    def first(self) -> Decimal | None:
        return next((value for value in self.values if value is not None), None)

    @property
    def last(self) -> Decimal | None:
        return next((value for value in reversed(self.values) if value is not None), None)

    @property
    def met(self) -> bool:
        return self.target is not None and self.last is not None and self.last <= self.target

    @property
    def spark(self) -> str:
        values = [float(value) if value is not None else None for value in self.values]
        return trends.spark(
            values, str(self.court), target=float(self.target) if self.target is not None else None
        )


@dataclass
class DispositionSeries:
    """Years, and disposition time in days of the chain's courts together, of all other courts, and of each court."""

    case_type: str
    years: list[int]
    group: list[Decimal | None]
    other_courts: list[Decimal | None]
    courts: list[CourtSeries] = field(default_factory=list)
    other_count: int = 0

    @property
    def first(self) -> Decimal | None:
        return next((value for value in self.group if value is not None), None)

    @property
    def last(self) -> Decimal | None:
        return next((value for value in reversed(self.group) if value is not None), None)

    @property
    def target(self) -> Decimal | None:
        """Mean of the courts' targets, for the chart only; the table shows each court's target."""
        targets = [court.target for court in self.courts if court.target is not None]
        return sum(targets, Decimal(0)) / len(targets) if targets else None


def disposition_series(targets: list[Target]) -> DispositionSeries | None:
    """Disposition time for the chain's targets; None if no target measures it. One query."""
    disposition_targets = [
        t for t in targets if t.indicator.formula == Indicator.Formula.DISPOSITION_TIME and t.court_id
    ]
    if not disposition_targets:
        return None
    case_type = disposition_targets[0].case_type
    targets_by_court = {t.court.pk: t for t in disposition_targets if t.court is not None}
    cells: dict[tuple[int, int], tuple[int, int]] = {}
    rows = (
        CaseloadReturn.objects.filter(case_type=case_type)
        .values("court", "starts__year")
        .annotate(pending=Sum("pending_end"), closed=Sum("resolved"))
        .order_by("starts__year")
    )
    for row in rows:
        cells[row["court"], row["starts__year"]] = (row["pending"], row["closed"])
    years = sorted({year for _court, year in cells if _court in targets_by_court})
    chain_cells = {court: [cells.get((court, year)) for year in years] for court in targets_by_court}
    other_ids = {c for c, _year in cells if c not in targets_by_court}
    return DispositionSeries(
        case_type=case_type,
        years=years,
        group=[
            _pooled([chain_cells[court][i] for court in targets_by_court], year)
            for i, year in enumerate(years)
        ],
        other_courts=[_pooled([cells.get((court, year)) for court in other_ids], year) for year in years],
        courts=[
            CourtSeries(
                t.court,
                t.value,
                [_pooled([cell], year) for cell, year in zip(chain_cells[c], years, strict=True)],
            )
            for c, t in targets_by_court.items()
            if t.court is not None
        ],
        other_count=len(other_ids),
    )


def _pooled(cells: list[tuple[int, int] | None], year: int) -> Decimal | None:
    """Σ pending / Σ resolved × days of the year (docs/glossary.md §5), never a mean of the courts' times."""
    with_data = [cell for cell in cells if cell is not None]
    if not with_data:
        return None
    days = (date(year, 12, 31) - date(year, 1, 1)).days + 1
    pending, closed = sum(cell[0] for cell in with_data), sum(cell[1] for cell in with_data)
    return disposition_time_days(pending_end=pending, resolved=closed, days=days).value


def series_chart(
    series: DispositionSeries,
    *,
    language: str,
    title: str,
    names: tuple[str, str, str],
    narrow: bool = False,
) -> str:
    """SVG chart of the chain's courts, other courts and the target; `narrow` for phones."""

    def floats(values: list[Decimal | None]) -> list[float | None]:
        return [float(value) if value is not None else None for value in values]

    own, other, target = names
    frame = ChartStyle(
        width=320 if narrow else 720,
        text=12,
        language=language,
        show=lambda v: number_format(f"{v:.0f}", force_grouping=True),
    )
    return trends.lines(
        frame,
        title,
        [digits(year) for year in series.years],
        [
            trends.Series(own, floats(series.group)),
            trends.Series(other, floats(series.other_courts), strong=False),
        ],
        target=float(series.target) if series.target is not None else None,
        target_label=target,
        height=230 if narrow else 280,
    )
