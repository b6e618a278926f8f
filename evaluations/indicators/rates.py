"""Rates of courts, calculated from counts (docs/glossary.md §5). Pure: plain values in, `Figure` out.

A rate is never entered and never averaged: a group's rate is calculated from the group's sums.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.figures.figure import Figure, missing, ratio_percent

CLEARANCE = "resolved / incoming × 100"
TURNOVER = "resolved / pending at end"
DISPOSITION = "pending at end / resolved × days of the period"
BACKLOG = "pending over the time standard / pending at end × 100"
PER_JUDGE = "resolved / judges in full-time equivalents"


@dataclass(frozen=True)
class Flow:
    """One court's cases of one type in one period. `pending_start` may be unknown; `source` is the id of the row."""

    incoming: int
    resolved: int
    pending_end: int
    starts: date
    ends: date
    pending_start: int | None = None
    source: int | None = None

    @property
    def days(self) -> int:
        """Length of the period, first and last day included."""
        return days_of(self.starts, self.ends)


def days_of(starts: date, ends: date) -> int:
    return (ends - starts).days + 1


def imbalance(*, pending_start: int | None, incoming: int, resolved: int, pending_end: int) -> int | None:
    """Difference between pending at end and start + incoming - resolved; None if the start is not known.

    T5.1: 700 + 1 200 - 1 260 = 640, so 640 balances. Any other result is flagged, never corrected.
    """
    if pending_start is None:
        return None
    return pending_end - (pending_start + incoming - resolved)


def clearance_rate_percent(*, resolved: int | None, incoming: int | None) -> Figure:
    """`resolved / incoming × 100` (NCSC CourTools measure 2; CEPEJ). T5.1: 1 260 of 1 200 is 105.0."""
    return ratio_percent(resolved, incoming, definition=CLEARANCE)


def case_turnover_ratio(*, resolved: int | None, pending_end: int | None) -> Figure:
    """`resolved / pending_end`, times a period. T5.1: 1 260 / 640 is 1.969."""
    return _quotient(resolved, pending_end, unit="", definition=TURNOVER)


def disposition_time_days(*, pending_end: int | None, resolved: int | None, days: int = 365) -> Figure:
    """`pending_end / resolved × days`: a forecast of the time to clear pending cases, not an average of durations.

    `days` is the length of the period (CEPEJ). T5.1: 185.4 for a year, T5.2: 189.9 for a quarter of 92 days.
    """
    turned = _quotient(pending_end, resolved, unit="days", definition=DISPOSITION)
    if turned.value is None:
        return turned
    return Figure(turned.value * days, unit="days", n=resolved, definition=DISPOSITION)


def backlog_percent(*, over_standard: int | None, pending: int | None) -> Figure:
    """Share of pending cases older than the court's own time standard. T5.5: 96 of 640 is 15.0."""
    return ratio_percent(over_standard, pending, definition=BACKLOG)


def resolved_per_judge(*, resolved: int | None, judges: Decimal | int | None) -> Figure:
    """Resolved cases per full-time judge of a court, never of a person. T5.6: 1 260 / 14 is 90."""
    return _quotient(resolved, judges, unit="", definition=PER_JUDGE)


def ratio(value: Decimal | int | None, to: Decimal | int | None) -> Figure:
    """How many times as large as `to` the value is. T5.4: 600 against 232 is 2.59."""
    return _quotient(value, to, unit="", definition="value / compared value")


def turnover_for(*, days: Decimal | int, period_days: int = 365) -> Figure:
    """The turnover ratio that corresponds to a disposition time. T5.4: 600 days is 0.608 times a year."""
    return _quotient(period_days, days, unit="", definition=TURNOVER)


def group_clearance_rate(flows: Iterable[Flow]) -> Figure:
    """Σ resolved / Σ incoming × 100 over the group."""
    rows = list(flows)
    if not rows:
        return missing("no_data", unit="%", definition=CLEARANCE)
    rate = clearance_rate_percent(
        resolved=sum(f.resolved for f in rows), incoming=sum(f.incoming for f in rows)
    )
    return _from(rate, rows)


def group_disposition_time(flows: Iterable[Flow]) -> Figure:
    """Σ pending / Σ resolved × days over courts or types of the same period, never a mean of their times.

    Raises ValueError if the periods differ: combine each court's periods first (`joined`).
    """
    rows = list(flows)
    if not rows:
        return missing("no_data", unit="days", definition=DISPOSITION)
    if len({(f.starts, f.ends) for f in rows}) > 1:
        raise ValueError("flows of different periods have no common disposition time")
    time = disposition_time_days(
        pending_end=sum(f.pending_end for f in rows),
        resolved=sum(f.resolved for f in rows),
        days=rows[0].days,
    )
    return _from(time, rows)


def joined(flows: Iterable[Flow]) -> Flow:
    """Combine consecutive periods of one court and type: flows are added, stocks come from the first and the last
    period.

    Raises ValueError if there is a gap or an overlap between them.
    """
    rows = sorted(flows, key=lambda f: f.starts)
    for earlier, later in itertools.pairwise(rows):
        if (later.starts - earlier.ends).days != 1:
            raise ValueError("the periods do not follow one another")
    return Flow(
        incoming=sum(f.incoming for f in rows),
        resolved=sum(f.resolved for f in rows),
        pending_end=rows[-1].pending_end,
        starts=rows[0].starts,
        ends=rows[-1].ends,
        pending_start=rows[0].pending_start,
    )


def _quotient(
    numerator: Decimal | int | None, denominator: Decimal | int | None, *, unit: str, definition: str
) -> Figure:
    if numerator is None or denominator is None:
        return missing("no_data", unit=unit, definition=definition)
    if denominator == 0:
        return missing("zero_denominator", unit=unit, definition=definition)
    return Figure(
        Decimal(numerator) / Decimal(denominator), unit=unit, n=int(denominator), definition=definition
    )


def _from(figure: Figure, rows: list[Flow]) -> Figure:
    sources = tuple(("evaluations.caseloadreturn", f.source) for f in rows if f.source is not None)
    return Figure(
        figure.value,
        unit=figure.unit,
        n=figure.n,
        reason=figure.reason,
        definition=figure.definition,
        sources=sources,
    )
