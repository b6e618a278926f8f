"""Results against the plan: every target of the framework, also those without a value, and every milestone."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Q

from evaluations.indicators.models import CaseloadReturn, Indicator, Observation
from evaluations.indicators.rates import Flow, clearance_rate_percent, disposition_time_days, group_clearance_rate
from evaluations.reports.drafts import Row, Table, plain
from evaluations.results.models import Milestone, MilestoneEvidence, Target
from portal.figures.figure import Figure, missing
from programs.programmes.models import Programme

PROGRESS = "(actual − baseline) / (target − baseline) × 100"
MET, CLOSE = Decimal(100), Decimal(85)


def read(programme: Programme, starts: date, ends: date) -> Iterable[Table]:
    targets = list(
        Target.objects.filter(result__framework__programme=programme, starts__lte=ends)
        .select_related("indicator", "result", "court__organisation", "jurisdiction")
        .order_by("result__level", "indicator__code", "court__organisation__name", "pk")
    )
    yield _framework(targets, ends)
    yield _milestones(programme, starts, ends)
    yield _sheets(targets)


def _framework(targets: list[Target], ends: date) -> Table:
    returns = _returns(targets, ends)
    observed = _observed(targets, ends)
    rows = []
    for target in targets:
        actual = _actual(target, returns, observed)
        progress = progress_of(target.baseline, target.value, actual)
        place = target.court or target.jurisdiction
        figures = {
            "target": Figure(target.value, unit=target.indicator.unit, definition=target.indicator.definition,
                             sources=(("evaluations.target", target.pk),)),
            "actual": actual,
            "progress": progress,
        }  # fmt: skip
        if target.baseline is not None:
            figures["baseline"] = Figure(target.baseline, unit=target.indicator.unit, definition="value before the programme")
        words = {
            "indicator": target.indicator.title,
            "unit": target.indicator.unit,
            "code": target.indicator.code,
            "year": str(target.baseline_on.year) if target.baseline_on else "",
            "due": target.ends.isoformat(),
            "state": state_of(progress),
            "source": target.indicator.source,
            "level": target.result.level,
        }
        label = f"{target.indicator.title}: {place}" if place else target.indicator.title
        rows.append(Row(f"t{target.pk}", plain(label), figures, words, group=target.result.level))
    return Table("framework", "results", ("baseline", "target", "actual", "progress", "state"), tuple(rows))


def progress_of(baseline: Decimal | None, target: Decimal, actual: Figure) -> Figure:
    """Share of the way from baseline to target (standards.md T5.8): 410 to 300, at 355, is 50 %."""
    if actual.value is None:
        return missing(actual.reason or "no_data", unit="%", definition=PROGRESS)
    if baseline is None:
        return missing("no_data", unit="%", definition=PROGRESS)
    if target == baseline:
        return missing("zero_denominator", unit="%", definition=PROGRESS)
    share = (actual.value - baseline) / (target - baseline) * 100
    return Figure(share, unit="%", n=actual.n, definition=PROGRESS, sources=actual.sources)


def state_of(progress: Figure) -> str:
    """met, close, behind, or not_reported."""
    if progress.value is None:
        return "not_reported"
    return "met" if progress.value >= MET else "close" if progress.value >= CLOSE else "behind"


def _returns(targets: list[Target], ends: date) -> dict[tuple[int, str], CaseloadReturn]:
    """The latest verified return of each court and case type that ends within the period: one query."""
    courts = {t.court_id for t in targets if t.court_id}
    found: dict[tuple[int, str], CaseloadReturn] = {}
    for row in CaseloadReturn.objects.filter(court__in=courts, ends__lte=ends, verified_by__isnull=False).order_by("ends"):
        found[row.court_id, row.case_type] = row
    return found


def _observed(targets: list[Target], ends: date) -> dict[tuple[int, int | None, int | None], Observation]:
    found = {}
    rows = Observation.objects.filter(
        Q(court__in={t.court_id for t in targets if t.court_id})
        | Q(jurisdiction__in={t.jurisdiction_id for t in targets if t.jurisdiction_id}),
        indicator__in={t.indicator_id for t in targets},
        is_current=True, disaggregation="", ends__lte=ends, verified_by__isnull=False,
    ).order_by("ends")  # fmt: skip
    for row in rows:
        found[row.indicator_id, row.court_id, row.jurisdiction_id] = row
    return found


def _actual(target: Target, returns: dict, observed: dict) -> Figure:
    indicator = target.indicator
    row = returns.get((target.court_id, target.case_type))
    if indicator.formula in (Indicator.Formula.CLEARANCE_RATE, Indicator.Formula.DISPOSITION_TIME):
        if row is None:
            return missing("no_data", unit=indicator.unit, definition=indicator.definition)
        sources = (("evaluations.caseloadreturn", row.pk),)
        return _with_sources(_rate(indicator, row), sources)
    value = observed.get((indicator.pk, target.court_id, target.jurisdiction_id))
    if value is None or value.value is None:
        return missing("no_data", unit=indicator.unit, definition=indicator.definition)
    return Figure(value.value, unit=indicator.unit, definition=indicator.definition,
                  sources=(("evaluations.observation", value.pk),))  # fmt: skip


def _rate(indicator: Indicator, row: CaseloadReturn) -> Figure:
    if indicator.formula == Indicator.Formula.CLEARANCE_RATE:
        return clearance_rate_percent(resolved=row.resolved, incoming=row.incoming)
    days = (row.ends - row.starts).days + 1
    return disposition_time_days(pending_end=row.pending_end, resolved=row.resolved, days=days)


def _with_sources(figure: Figure, sources: tuple[tuple[str, int], ...]) -> Figure:
    return Figure(figure.value, unit=figure.unit, n=figure.n, reason=figure.reason,
                  definition=figure.definition, sources=sources)  # fmt: skip


def flows_of(rows: Iterable[CaseloadReturn]) -> list[Flow]:
    return [
        Flow(row.incoming, row.resolved, row.pending_end, row.starts, row.ends, row.pending_start, row.pk)
        for row in rows
    ]


def pooled_clearance(rows: Iterable[CaseloadReturn]) -> Figure:
    return group_clearance_rate(flows_of(rows))


def _milestones(programme: Programme, starts: date, ends: date) -> Table:
    """Planned steps due by the end of the period, with what shows them. No person is named."""
    rows = []
    found = (
        Milestone.objects.filter(result__framework__programme=programme, due_on__lte=ends)
        .select_related("court__organisation")
        .prefetch_related("evidence")
        .order_by("due_on", "pk")
    )
    for milestone in found:
        evidence = list(milestone.evidence.all())
        words = {
            "due": milestone.due_on.isoformat(),
            "state": milestone_state(milestone, evidence, ends),
            "evidence": "; ".join(e.title for e in evidence if e.confirmed_at)[:200],
        }
        sources = (("evaluations.milestone", milestone.pk),)
        confirmed = Figure(
            Decimal(sum(e.confirmed_at is not None for e in evidence)), unit="documents",
            definition="pieces of evidence that a second person confirmed", sources=sources,
        )  # fmt: skip
        label = f"{milestone.title}: {milestone.court}" if milestone.court else milestone.title
        rows.append(Row(f"m{milestone.pk}", plain(label), {"confirmed": confirmed}, words))
    return Table("milestones", "reforms", ("due", "state", "confirmed", "evidence"), tuple(rows))


def milestone_state(milestone: Milestone, evidence: list[MilestoneEvidence], on: date) -> str:
    """cancelled, achieved, partly, late or planned: from confirmed evidence and dates, never typed."""
    if milestone.cancelled_on:
        return "cancelled"
    confirmed = [e for e in evidence if e.confirmed_at is not None]
    if any(not e.shows_part for e in confirmed):
        return "achieved"
    if confirmed:
        return "partly"
    return "late" if milestone.due_on < on else "planned"


def _sheets(targets: list[Target]) -> Table:
    """The reference sheet of each indicator that the framework asks for."""
    rows = {}
    for target in targets:
        sheet = target.indicator
        rows[sheet.code] = Row(
            sheet.code,
            plain(sheet.title),
            words={
                "definition": sheet.definition,
                "unit": sheet.unit,
                "direction": sheet.direction,
                "source": sheet.source,
                "limits": sheet.known_limits,
            },
        )
    return Table("sheets", "method", ("definition", "unit", "source", "limits"), tuple(rows.values()))
