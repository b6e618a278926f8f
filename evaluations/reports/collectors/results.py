"""Results against the plan: every target and milestone of the framework, including those without a value."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from evaluations.reports.snapshot.tables import Row, Table, plain
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
    values = latest_of(targets, until=ends)
    yield _framework(targets, values)
    yield _milestones(programme, ends, values)
    yield _sheets(targets)


def _framework(targets: list[Target], values: dict[int, TargetValue]) -> Table:
    rows = []
    for target in targets:
        latest, unit = values[target.pk], target.indicator.unit
        own = (("evaluations.target", target.pk),)
        figures = {
            "target": Figure(target.value, unit=unit, definition=target.indicator.definition, sources=own),
            "actual": latest.figure,
            "progress": _percent(latest),
        }
        if target.baseline is not None:
            figures["baseline"] = Figure(
                target.baseline, unit=unit, definition="value before the programme", sources=own
            )
        texts = {
            "indicator": target.indicator.title,
            "unit": unit,
            "code": target.indicator.code,
            "due": target.ends.isoformat(),
            "state": state_of(latest),
            "source": target.indicator.source,
        }
        location = target.court or target.jurisdiction
        label = f"{target.indicator.title}: {location}" if location else target.indicator.title
        rows.append(Row(f"t{target.pk}", plain(label), figures, texts, group=target.result.level))
    return Table("framework", "results", ("baseline", "target", "actual", "progress", "state"), tuple(rows))


def _percent(latest: TargetValue) -> Figure:
    """Progress in per cent, with the sources of the value."""
    share, actual = latest.progress, latest.figure
    return Figure(
        None if share.value is None else share.value * 100, unit="%", n=actual.n, reason=share.reason,
        definition=f"{share.definition} × 100", sources=actual.sources,
    )  # fmt: skip


def state_of(latest: TargetValue) -> str:
    """Return met, close (from 85 %), behind or not_reported."""
    if latest.is_met is None:
        return "not_reported"
    if latest.is_met:
        return "met"
    share = latest.progress.value
    return "close" if share is not None and share >= CLOSE else "behind"


def _milestones(programme: Programme, ends: date, values: dict[int, TargetValue]) -> Table:
    """Milestones due by the end of the period, with their evidence. No person is named."""
    due = list(
        Milestone.objects.filter(result__framework__programme=programme, due_on__lte=ends)
        .with_facts()
        .select_related("court__organisation")
        .prefetch_related("evidence")
    )
    states = states_of(due, today=ends, values=values)
    rows = []
    for milestone in sorted(due, key=lambda m: (m.due_on, m.pk)):
        confirmed = [e for e in milestone.evidence.all() if e.confirmed_at is not None]
        texts = {
            "due": milestone.due_on.isoformat(),
            "state": states[milestone.pk],
            "evidence": "; ".join(dict.fromkeys(e.title for e in confirmed))[:200],
        }
        shown = Figure(
            Decimal(len(confirmed)), unit="documents", definition="pieces of evidence that a second person confirmed",
            sources=(("evaluations.milestone", milestone.pk),),
        )  # fmt: skip
        label = f"{milestone.title}: {milestone.court}" if milestone.court else milestone.title
        rows.append(Row(f"m{milestone.pk}", plain(label), {"confirmed": shown}, texts))
    return Table("milestones", "reforms", ("due", "state", "confirmed", "evidence"), tuple(rows))


def _sheets(targets: list[Target]) -> Table:
    """The reference sheet of each indicator in the framework."""
    rows = {}
    for target in targets:
        sheet = target.indicator
        rows[sheet.code] = Row(
            sheet.code,
            plain(sheet.title),
            texts={
                "definition": sheet.definition,
                "unit": sheet.unit,
                "direction": sheet.direction,
                "source": sheet.source,
                "limits": sheet.known_limits,
            },
        )
    return Table("sheets", "method", ("definition", "unit", "source", "limits"), tuple(rows.values()))
