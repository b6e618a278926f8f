"""Builds the report as sections and blocks, in the active language, from a snapshot only.

Page, PDF and workbook use the same blocks, so that they cannot differ. Nothing here reads other rows or calculates
figures.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from evaluations.reports.labels import APPENDICES, SECTIONS, TABLES
from evaluations.reports.narrative import FIELDS, fill_placeholders
from evaluations.reports.rendering import charts
from evaluations.reports.rendering.blocks import Numbering, chart, tables
from evaluations.reports.rendering.summary_texts import headline_note, lead_of
from evaluations.reports.snapshot.reader import SnapshotReader
from portal.documents.canvas import ChartStyle
from portal.languages.numbers import digits, interpolate


@dataclass
class ReportSection:
    id: str
    number: str
    title: str
    note: str
    lead: str
    blocks: list[dict[str, Any]] = field(default_factory=list)


def build_sections(snapshot: SnapshotReader, frame: ChartStyle) -> list[ReportSection]:
    """Return all sections in order. A section without rows contains one line that says so."""
    numbering, sections, number = Numbering(), [], 0
    for key, (title, note, nothing) in SECTIONS.items():
        if key == "provenance":
            continue  # its content depends on the attachments: see `provenance`
        number += key not in APPENDICES
        section = ReportSection(
            key, APPENDICES.get(key, digits(number)), str(title), str(note), lead_of(key, snapshot)
        )
        section.blocks = list(BUILDERS[key](snapshot, frame, numbering))
        if not section.blocks:
            section.lead = ""
            section.blocks = [{"kind": "nothing", "label": _("No data"), "text": str(nothing)}]
        sections.append(section)
    return sections


def _summary(snapshot: SnapshotReader, frame: ChartStyle, numbering: Numbering) -> Iterable[dict[str, Any]]:  # noqa: ARG001  one shape
    lines = list(snapshot.lines("headline"))
    figures = [
        {
            "shown": line.cells["value"].text,
            "withheld": line.cells["value"].value is None,
            "label": line.label,
            "note": headline_note(snapshot, line.key),
            "state": None,
            "key": line.cells["value"].key,
            "trace": line.cells["value"].trace,
        }
        for line in lines
    ]
    yield {"kind": "figures", "width": f"{100 / max(len(figures), 1):.2f}", "figures": figures}
    details = snapshot.report.narrative or {}
    cells = [
        {
            "heading": str(heading),
            "paragraphs": [
                fill_placeholders(p, snapshot.show) for p in details[name].split("\n") if p.strip()
            ],
        }
        for name, heading in FIELDS.items()
        if details.get(name, "").strip()
    ]
    if cells:
        yield {"kind": "pair", "rows": [cells[i : i + 2] for i in range(0, len(cells), 2)]}
    yield from tables(snapshot, ("states",), numbering)
    yield {
        "kind": "caution",
        "heading": _("Contribution, not attribution"),
        "paragraphs": [
            _(
                "Courts chose whether to reform. This report shows what happened in those that did; "
                "it cannot show what would have happened without the programme."
            )
        ],
    }


def _needs(snapshot: SnapshotReader, frame: ChartStyle, numbering: Numbering) -> Iterable[dict[str, Any]]:
    yield from tables(snapshot, ("needs",), numbering, source=snapshot.facts["assessment"])
    yield from chart(
        charts.needs(snapshot, frame),
        _("Largest gaps, all groups combined"),
        _("Mean weighted discrepancy score, up to 20"),
        numbering,
        source=charts.caption(snapshot, "needs"),
    )
    yield from tables(snapshot, ("answers",), numbering)


def _logic(snapshot: SnapshotReader, frame: ChartStyle, numbering: Numbering) -> Iterable[dict[str, Any]]:  # noqa: ARG001  one shape
    theory = snapshot.facts["programme"]["theory"]
    if theory:
        yield {
            "kind": "text",
            "heading": _("Theory of change"),
            "paragraphs": [theory],
            "points": [],
            "side": None,
        }
    yield {"kind": "chain", "steps": list(_steps(snapshot))}


def _steps(snapshot: SnapshotReader) -> Iterable[dict[str, Any]]:
    need = next(snapshot.lines("needs"), None)
    plan = next(
        (line for line in snapshot.lines("plans") if line.texts["stage"] in ("in_force", "practised")), None
    )
    last = snapshot.tables["groups"]["columns"][-1] if "groups" in snapshot.tables else ""
    stages = (
        (
            "need",
            _("Need"),
            need.label if need else "",
            snapshot.show(f"needs.{need.key}.score") if need else "–",
            _("mean weighted discrepancy score, highest-ranked need"),
            snapshot.facts["assessment"],
            bool(need),
            _("addressed by"),
        ),
        (
            "module",
            _("Module"),
            snapshot.facts["programme"]["title"],
            snapshot.show("funnel.enrolled.people"),
            _("people enrolled in its cohorts"),
            _("Published editions"),
            "funnel" in snapshot.tables,
            _("taught in"),
        ),
        (
            "cohort",
            _("Cohorts"),
            _("Cohorts in the period"),
            snapshot.show("funnel.certified.people"),
            _("people certified"),
            _("Certificates with their hashes"),
            snapshot.value("funnel.certified.people") is not None,
            _("led to"),
        ),
        (
            "reform",
            _("Reforms"),
            plan.texts["practice"] if plan else "",
            snapshot.show("stages.in_force.plans"),
            _("reform plans in force"),
            plan.texts["decision"] if plan else "",
            bool(plan and plan.texts["decision"]),
            _("tracked by"),
        ),
        (
            "milestone",
            _("Milestones"),
            _("Milestones planned in the framework"),
            snapshot.show("headline.milestones.value"),
            _("achieved, with confirmed evidence"),
            "",
            "milestones" in snapshot.tables,
            _("measured by"),
        ),
        (
            "indicator",
            _("Indicator"),
            _("Disposition time, courts in the framework"),
            snapshot.show("headline.wait.value"),
            interpolate(_("days in %(year)s"), year=digits(last)),
            _("Verified caseload returns"),
            bool(last),
            "",
        ),
    )
    for icon, stage, title, big, how, evidence, documented, verb in stages:
        if documented:
            state = {"icon": "ok", "label": _("Documented")}
        elif title:
            state = {"icon": "half", "label": _("Stated")}
        else:
            state = {"icon": "dash", "label": _("No data")}
        yield {
            "icon": icon,
            "stage": stage,
            "when": "",
            "title": title,
            "text": "",
            "big": big,
            "how": how,
            "state": state,
            "evidence": evidence,
            "verb": verb,
            "strength": "documented" if documented else "stated",
        }


def _title(table: str) -> tuple[str, str]:
    """Caption and note of a table, for the chart that shows the same figures."""
    caption, note = TABLES[table]
    return str(caption), str(note)


def _results(snapshot: SnapshotReader, frame: ChartStyle, numbering: Numbering) -> Iterable[dict[str, Any]]:
    yield from tables(
        snapshot,
        ("framework",),
        numbering,
        source=_(
            "Met: 100% or more of the way from baseline to target. Close: 85 to under 100%. Behind: "
            "under 85%."
        ),
    )
    yield from chart(
        charts.progress(snapshot, frame),
        _("Progress towards each target"),
        _("Progress from baseline to target, per cent"),
        numbering,
        source=charts.caption(snapshot, "framework"),
    )


def _learning(snapshot: SnapshotReader, frame: ChartStyle, numbering: Numbering) -> Iterable[dict[str, Any]]:
    if "funnel" not in snapshot.tables or not snapshot.value("funnel.enrolled.people"):
        return
    yield from chart(
        charts.funnel(snapshot, frame),
        str(TABLES["funnel"][0]),
        _("People in cohorts of the period. The figure at the end is the share of the previous step."),
        numbering,
    )
    yield from tables(snapshot, ("funnel", "scores"), numbering)
    if "used" in snapshot.tables:
        yield from tables(
            snapshot,
            ("used",),
            numbering,
            source=_("Self-reported. “No occasion yet” is not counted as “no”. Wilson confidence interval."),
        )
    yield from chart(
        charts.scores(snapshot, frame),
        *_title("scores"),
        numbering,
        source=charts.caption(
            snapshot, "scores", _("This is a change, not an effect: no comparison group took the tests.")
        ),
    )


def _equity(snapshot: SnapshotReader, frame: ChartStyle, numbering: Numbering) -> Iterable[dict[str, Any]]:  # noqa: ARG001  one shape
    if len(snapshot.tables.get("jurisdictions", {}).get("rows", ())) > 1:
        yield from tables(snapshot, ("jurisdictions",), numbering)


def _reforms(snapshot: SnapshotReader, frame: ChartStyle, numbering: Numbering) -> Iterable[dict[str, Any]]:  # noqa: ARG001  one shape
    if snapshot.value("stages.plans.plans"):
        yield from tables(snapshot, ("stages", "plans"), numbering)
    yield from tables(snapshot, ("milestones",), numbering)


def _courts(snapshot: SnapshotReader, frame: ChartStyle, numbering: Numbering) -> Iterable[dict[str, Any]]:
    yield from chart(
        charts.disposition_time(snapshot, frame),
        *_title("groups"),
        numbering,
        source=_("The programme’s start is marked. Correlation is not attribution."),
    )
    yield from tables(snapshot, ("groups",), numbering)
    yield from chart(
        charts.each_court(snapshot, frame),
        *_title("courts"),
        numbering,
        source=charts.caption(snapshot, "courts"),
    )
    yield from tables(snapshot, ("courts",), numbering)


def _money(snapshot: SnapshotReader, frame: ChartStyle, numbering: Numbering) -> Iterable[dict[str, Any]]:
    currency = snapshot.facts["programme"]["currency"]
    yield from tables(
        snapshot,
        ("lines",),
        numbering,
        source=interpolate(_("All amounts in %(currency)s."), currency=currency),
    )
    yield from chart(
        charts.spending(snapshot, frame),
        _("Share of each budget line spent"),
        _("Per cent of the budget"),
        numbering,
    )
    yield from tables(snapshot, ("given",), numbering)


def _method(snapshot: SnapshotReader, frame: ChartStyle, numbering: Numbering) -> Iterable[dict[str, Any]]:  # noqa: ARG001  one shape
    yield from tables(snapshot, ("sheets",), numbering)


BUILDERS: dict[str, Callable[[SnapshotReader, ChartStyle, Numbering], Iterable[dict[str, Any]]]] = {
    "summary": _summary,
    "needs": _needs,
    "logic": _logic,
    "results": _results,
    "learning": _learning,
    "equity": _equity,
    "reforms": _reforms,
    "courts": _courts,
    "money": _money,
    "method": _method,
}
