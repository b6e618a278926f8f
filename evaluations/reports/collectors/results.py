"""Results against the plan: every target and milestone of the framework, including those without a value."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from evaluations.reports.snapshot_tables import Row, Table, plain
from evaluations.results.models import Milestone, Target
from evaluations.results.queries import states_of
from evaluations.results.target_values import TargetValue, latest_of
from portal.figures.figure import Figure
from programs.programmes.models import Programme

CLOSE = Decimal("0.85")


def read(programme: Programme, starts: date, ends: date) -> Iterable[Table]:  # noqa: ARG001  one shape for all readers
    targets = list(
        Target.objects.filter(result__framework__programme=programme, starts__lte=ends)
        .select_related("indicator", "result", "court__organisation", "jurisdiction")
        .order_by("result__position", "indicator__code", "court__organisation__name", "pk")
    )
    measured = latest_of(targets, until=ends)
    yield _framework(targets, measured)
    yield _milestones(programme, ends, measured)
    yield _sheets(targets)


def _framework(targets: list[Target], measured: dict[int, TargetValue]) -> Table:
    rows = []
    for target in targets:
        found, unit = measured[target.pk], target.indicator.unit
        own = (("evaluations.target", target.pk),)
        figures = {
            "target": Figure(target.value, unit=unit, definition=target.indicator.definition, sources=own),
            "actual": found.figure,
            "progress": _percent(found),
        }
        if target.baseline is not None:
            figures["baseline"] = Figure(
                target.baseline, unit=unit, definition="value before the programme", sources=own
            )
        words = {
            "indicator": target.indicator.title,
            "unit": unit,
            "code": target.indicator.code,
            "due": target.ends.isoformat(),
            "state": state_of(found),
            "source": target.indicator.source,
        }
        place = target.court or target.jurisdiction
        label = f"{target.indicator.title}: {place}" if place else target.indicator.title
        rows.append(Row(f"t{target.pk}", plain(label), figures, words, group=target.result.level))
    return Table("framework", "results", ("baseline", "target", "actual", "progress", "state"), tuple(rows))


def _percent(found: TargetValue) -> Figure:
    """Progress in per cent, with the sources of the value."""
    way, actual = found.progress, found.figure
    return Figure(
        None if way.value is None else way.value * 100, unit="%", n=actual.n, reason=way.reason,
        definition=f"{way.definition} × 100", sources=actual.sources,
    )  # fmt: skip


def state_of(found: TargetValue) -> str:
    """Return met, close (from 85 %), behind or not_reported."""
    if found.is_met is None:
        return "not_reported"
    if found.is_met:
        return "met"
    way = found.progress.value
    return "close" if way is not None and way >= CLOSE else "behind"


def _milestones(programme: Programme, ends: date, measured: dict[int, TargetValue]) -> Table:
    """Milestones due by the end of the period, with their evidence. No person is named."""
    due = list(
        Milestone.objects.filter(result__framework__programme=programme, due_on__lte=ends)
        .with_facts()
        .select_related("court__organisation")
        .prefetch_related("evidence")
    )
    states = states_of(due, today=ends, measured=measured)
    rows = []
    for milestone in sorted(due, key=lambda m: (m.due_on, m.pk)):
        confirmed = [e for e in milestone.evidence.all() if e.confirmed_at is not None]
        words = {
            "due": milestone.due_on.isoformat(),
            "state": states[milestone.pk],
            "evidence": "; ".join(dict.fromkeys(e.title for e in confirmed))[:200],
        }
        shown = Figure(
            Decimal(len(confirmed)), unit="documents", definition="pieces of evidence that a second person confirmed",
            sources=(("evaluations.milestone", milestone.pk),),
        )  # fmt: skip
        label = f"{milestone.title}: {milestone.court}" if milestone.court else milestone.title
        rows.append(Row(f"m{milestone.pk}", plain(label), {"confirmed": shown}, words))
    return Table("milestones", "reforms", ("due", "state", "confirmed", "evidence"), tuple(rows))


def _sheets(targets: list[Target]) -> Table:
    """The reference sheet of each indicator in the framework."""
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
