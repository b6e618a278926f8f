"""The latest verified value of each target, from returns or observations, with its sources. Two queries for all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from evaluations.indicators.models import CaseloadReturn, Indicator, Observation
from evaluations.indicators.queries import SUM_TYPES
from evaluations.indicators.rates import Flow, group_clearance_rate, group_disposition_time
from evaluations.results.models import Target
from evaluations.results.rules import progress, target_is_met
from portal.figures.figure import Figure, missing

COMPUTED = (Indicator.Formula.CLEARANCE_RATE, Indicator.Formula.DISPOSITION_TIME)


@dataclass(frozen=True)
class TargetValue:
    """A target's latest value and the last day of its period; `notes` are data-quality notes of its sources."""

    figure: Figure
    as_of: date | None
    progress: Figure
    is_met: bool | None
    notes: tuple[str, ...] = ()


def latest_of(targets: Iterable[Target], *, until: date | None = None) -> dict[int, TargetValue]:
    """Return target id -> latest verified value of periods that end by `until`.

    A target without court and jurisdiction has no value.
    """
    wanted = list(targets)
    until = until or date.max
    returns = _returns([t for t in wanted if t.indicator.formula in COMPUTED], until)
    observed = _observations([t for t in wanted if t.indicator.formula not in COMPUTED], until)
    latest = {}
    for target in wanted:
        if target.indicator.formula in COMPUTED:
            latest[target.pk] = _computed(target, returns)
        else:
            latest[target.pk] = _observed(target, observed)
    return latest


def _returns(targets: Sequence[Target], until: date) -> list[CaseloadReturn]:
    if not targets:
        return []
    in_scope = Q(court__in={t.court_id for t in targets if t.court_id}) | Q(
        court__organisation__jurisdiction__in={t.jurisdiction_id for t in targets if t.jurisdiction_id}
    )
    types = {t.case_type for t in targets}
    rows = CaseloadReturn.objects.filter(in_scope, verified_by__isnull=False, ends__lte=until).select_related(
        "court__organisation"
    )
    rows = rows.exclude(SUM_TYPES) if "" in types else rows.filter(case_type__in=types)
    return list(rows.order_by("ends"))


def _computed(target: Target, returns: list[CaseloadReturn]) -> TargetValue:
    rows = [row for row in returns if _is_of(target, row)]
    if not rows:
        return _missing_value(target, "no_data")
    last = max((row.ends, row.starts) for row in rows)
    rows = [row for row in rows if (row.ends, row.starts) == last]
    flows = [
        Flow(
            incoming=row.incoming,
            resolved=row.resolved,
            pending_end=row.pending_end,
            starts=row.starts,
            ends=row.ends,
            pending_start=row.pending_start,
            source=row.pk,
        )
        for row in rows
    ]
    clearance = target.indicator.formula == Indicator.Formula.CLEARANCE_RATE
    figure = group_clearance_rate(flows) if clearance else group_disposition_time(flows)
    return _value_with_progress(target, figure, last[0], [row.quality_note for row in rows])


def _is_of(target: Target, row: CaseloadReturn) -> bool:
    if target.case_type and row.case_type != target.case_type:
        return False
    if target.court_id:
        return row.court_id == target.court_id
    return (
        target.jurisdiction_id is not None
        and row.court.organisation.jurisdiction_id == target.jurisdiction_id
    )


def _observations(targets: Sequence[Target], until: date) -> dict[tuple[Any, ...], Observation]:
    if not targets:
        return {}
    rows = Observation.objects.filter(
        Q(court__in={t.court_id for t in targets if t.court_id})
        | Q(jurisdiction__in={t.jurisdiction_id for t in targets if t.jurisdiction_id}),
        indicator__in={t.indicator_id for t in targets},
        disaggregation="",
        is_current=True,
        verified_by__isnull=False,
        ends__lte=until,
    )
    return {(row.indicator_id, row.court_id, row.jurisdiction_id): row for row in rows.order_by("ends")}


def _observed(target: Target, observed: dict[tuple[Any, ...], Observation]) -> TargetValue:
    row = observed.get((target.indicator_id, target.court_id, target.jurisdiction_id))
    if row is None:
        return _missing_value(target, "no_data")
    if row.value is None:
        return _missing_value(target, "not_applicable" if row.availability == "nap" else "no_data")
    figure = Figure(
        row.value,
        unit=target.indicator.unit,
        n=int(row.denominator) if row.denominator is not None else None,
        definition=target.indicator.definition,
        sources=(("evaluations.observation", row.pk),),
    )
    return _value_with_progress(target, figure, row.ends, [row.quality_note])


def _value_with_progress(target: Target, figure: Figure, as_of: date, notes: Iterable[str]) -> TargetValue:
    return TargetValue(
        figure=figure,
        as_of=as_of,
        progress=progress(baseline=target.baseline, target=target.value, actual=figure.value),
        # A value from before the target's period cannot meet it.
        is_met=target_is_met(actual=figure.value, target=target.value, direction=target.indicator.direction)  # type: ignore[arg-type]  # a TextChoices value
        if as_of >= target.starts
        else False,
        notes=tuple(sorted({note for note in notes if note})),
    )


def _missing_value(target: Target, reason: Any) -> TargetValue:
    figure = missing(reason, unit=target.indicator.unit)
    return TargetValue(
        figure, None, progress(baseline=target.baseline, target=target.value, actual=None), None
    )
