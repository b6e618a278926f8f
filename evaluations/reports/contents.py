"""The report as parts and blocks, in the active language, from a frozen set alone.

Page, PDF and workbook are made of what this gives: they cannot disagree. Nothing here asks the database for
anything but the set, and nothing is computed that a reader would take for a figure.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from evaluations.reports import drawings
from evaluations.reports.frozen import Cell, Frozen, Line
from evaluations.reports.narrative import FIELDS, bound
from evaluations.reports.words import APPENDICES, LEVELS, SECTIONS, STATES, TABLES
from portal.documents.canvas import Frame

WIDTHS = {"framework": (38, 12, 12, 12, 12, 14), "needs": None, "plans": (24, 26, 14, 12, 10, 14),
          "milestones": (40, 12, 16, 10, 22), "sheets": (22, 34, 8, 16, 20)}  # fmt: skip
BARS = frozenset(("progress", "share", "rate"))


@dataclass
class Numbering:
    """Tables and figures are numbered as they come."""

    tables: int = 0
    figures: int = 0

    def table(self) -> str:
        self.tables += 1
        return _("Table %(n)s") % {"n": self.tables}

    def figure(self) -> str:
        self.figures += 1
        return _("Figure %(n)s") % {"n": self.figures}


@dataclass
class Part:
    id: str
    number: str
    title: str
    note: str
    lead: str
    blocks: list[dict[str, Any]] = field(default_factory=list)


def parts_of(frozen: Frozen, frame: Frame) -> list[Part]:
    """Every section in order; one without rows says so in one line instead of vanishing."""
    numbering, parts, number = Numbering(), [], 0
    for section, (title, note, nothing) in SECTIONS.items():
        if section == "provenance":
            continue  # its words depend on what is attached: see `provenance`
        number += section not in APPENDICES
        part = Part(section, APPENDICES.get(section, str(number)), str(title), str(note), lead_of(section, frozen))
        part.blocks = list(BUILDERS[section](frozen, frame, numbering))
        if not part.blocks:
            part.lead = ""
            part.blocks = [{"kind": "nothing", "label": _("No data"), "text": str(nothing)}]
        parts.append(part)
    return parts


def lead_of(section: str, frozen: Frozen) -> str:
    """One sentence with the part's main figures, each the same frozen cell as in its table."""
    say = frozen.show
    sentences: dict[str, Callable[[], str]] = {
        "summary": lambda: _("%(certified)s people were certified and %(courts)s courts have a changed practice in force.")
        % {"certified": say("headline.certified.value"), "courts": say("headline.courts.value")},
        "needs": lambda: _("%(complete)s of %(invited)s people invited answered: %(rate)s of those eligible.")
        % {"complete": say("answers.all.complete"), "invited": say("answers.all.invited"), "rate": say("answers.all.rate")},
        "logic": lambda: _("Each step rests on the one before it. A dashed joint is stated, a solid one documented."),
        "results": lambda: _("%(met)s of %(all)s targets are met, %(close)s are close and %(behind)s are behind.")
        % {key: say(f"states.{key}.targets") for key in ("met", "all", "close", "behind")},
        "learning": lambda: _("%(completed)s of %(enrolled)s people enrolled completed their course; %(reforming)s began a reform.")
        % {key: say(f"funnel.{key}.people") for key in ("completed", "enrolled", "reforming")},
        "equity": lambda: _("Counts of fewer than five people are withheld, and so is what would reveal them."),
        "reforms": lambda: _("%(force)s of %(plans)s plans are in force; %(stopped)s stopped.")
        % {"force": say("stages.in_force.plans"), "plans": say("stages.plans.plans"), "stopped": say("stages.stopped.plans")},
        "courts": lambda: _("Figures of courts, never of judges. A change after a reform is not yet an effect of it."),
        "money": lambda: _("%(spent)s of %(budget)s are spent.")
        % {"spent": say("lines.all.spent"), "budget": say("lines.all.budget")},
        "method": lambda: _("What each indicator counts, where it comes from, and what it cannot tell."),
    }  # fmt: skip
    return sentences[section]() if section in sentences else ""


def _summary(frozen: Frozen, frame: Frame, numbering: Numbering) -> Iterable[dict[str, Any]]:  # noqa: ARG001  one shape
    lines = list(frozen.lines("headline"))
    figures = [
        {
            "shown": line.cells["value"].text,
            "withheld": line.cells["value"].value is None,
            "label": line.label,
            "note": _headline_note(frozen, line.key),
            "state": None,
            "key": line.cells["value"].key,
        }
        for line in lines
    ]
    yield {"kind": "figures", "width": 100 / max(len(figures), 1), "figures": figures}
    told = frozen.report.narrative or {}
    cells = [
        {"heading": str(heading), "paragraphs": [bound(p, frozen.show) for p in told[name].split("\n") if p.strip()]}
        for name, heading in FIELDS.items()
        if told.get(name, "").strip()
    ]
    if cells:
        yield {"kind": "pair", "rows": [cells[i : i + 2] for i in range(0, len(cells), 2)]}
    yield from _tables(frozen, ("states",), numbering)
    yield {
        "kind": "caution",
        "heading": _("Contributed to, not caused"),
        "paragraphs": [
            _(
                "Courts that reformed chose to. This report shows what happened in them; it cannot show what would "
                "have happened without the programme."
            )
        ],
    }


def _headline_note(frozen: Frozen, key: str) -> str:
    figure = frozen.figure(f"headline.{key}.value")
    if key == "certified":
        return _("of %(n)s enrolled") % {"n": frozen.show("funnel.enrolled.people")}
    if figure is None or figure.value is None:
        return ""
    if key == "gain":
        return _("%(n)s matched pairs") % {"n": figure.n}
    if key == "courts":
        return _("from %(n)s plans") % {"n": frozen.show("stages.plans.plans")}
    if key == "milestones":
        return _("of %(n)s due by the end of the period") % {"n": figure.n}
    first = frozen.tables["groups"]["columns"][0]
    return _("was %(days)s in %(year)s") % {"days": frozen.show(f"groups.dt_inside.{first}"), "year": first}


def _needs(frozen: Frozen, frame: Frame, numbering: Numbering) -> Iterable[dict[str, Any]]:
    yield from _tables(frozen, ("needs",), numbering, source=frozen.facts["assessment"])
    yield from _drawing(drawings.needs(frozen, frame), _("The widest gaps, all groups together"),
                        _("Weighted discrepancy, 0 to 20"), numbering)  # fmt: skip
    yield from _tables(frozen, ("answers",), numbering)


def _logic(frozen: Frozen, frame: Frame, numbering: Numbering) -> Iterable[dict[str, Any]]:  # noqa: ARG001  one shape
    theory = frozen.facts["programme"]["theory"]
    if theory:
        yield {"kind": "text", "heading": _("Theory of change"), "paragraphs": [theory], "points": [], "side": None}
    yield {"kind": "chain", "steps": list(_steps(frozen))}


def _steps(frozen: Frozen) -> Iterable[dict[str, Any]]:
    need = next(frozen.lines("needs"), None)
    plan = next((line for line in frozen.lines("plans") if line.words["stage"] in ("in_force", "practised")), None)
    last = frozen.tables["groups"]["columns"][-1] if "groups" in frozen.tables else ""
    stages = (
        ("need", _("Need"), need.label if need else "", frozen.show(f"needs.{need.key}.score") if need else "–",
         _("weighted discrepancy, first of all needs"), frozen.facts["assessment"], bool(need), _("answered by")),
        ("module", _("Module"), frozen.facts["programme"]["title"], frozen.show("funnel.enrolled.people"),
         _("people enrolled in its cohorts"), _("Published editions"), "funnel" in frozen.tables, _("taught in")),
        ("cohort", _("Cohorts"), _("Cohorts of the period"), frozen.show("funnel.certified.people"),
         _("people certified"), _("Certificates with their hashes"), frozen.value("funnel.certified.people") is not None,
         _("led to")),
        ("reform", _("Reforms"), plan.words["practice"] if plan else "", frozen.show("stages.in_force.plans"),
         _("plans in force"), plan.words["decision"] if plan else "", bool(plan and plan.words["decision"]), _("tracked by")),
        ("milestone", _("Milestones"), _("Planned steps of the framework"), frozen.show("headline.milestones.value"),
         _("achieved, with confirmed evidence"), "", "milestones" in frozen.tables, _("measured by")),
        ("indicator", _("Indicator"), _("Disposition time, courts of the framework"), frozen.show("headline.wait.value"),
         _("days in %(year)s") % {"year": last}, _("Verified returns of registries"), bool(last), ""),
    )  # fmt: skip
    for icon, stage, title, big, how, evidence, documented, verb in stages:
        state = {"icon": "ok", "label": _("Documented")} if documented else {"icon": "half", "label": _("Stated")}
        yield {
            "icon": icon, "stage": stage, "when": "", "title": title, "text": "", "big": big, "how": how,
            "state": state, "evidence": evidence, "verb": verb, "joint": "documented" if documented else "stated",
        }  # fmt: skip


def _results(frozen: Frozen, frame: Frame, numbering: Numbering) -> Iterable[dict[str, Any]]:
    yield from _tables(frozen, ("framework",), numbering, source=_(
        "Met: 100% of the way from baseline to target, or more. Close: 85 to 99%. Behind: under 85%."
    ))  # fmt: skip
    yield from _drawing(drawings.progress(frozen, frame), _("How far each target is"), _("Share of the way, in percent"), numbering)


def _learning(frozen: Frozen, frame: Frame, numbering: Numbering) -> Iterable[dict[str, Any]]:
    if "funnel" not in frozen.tables or not frozen.value("funnel.enrolled.people"):
        return
    yield from _drawing(drawings.funnel(frozen, frame), *map(str, TABLES["funnel"]), numbering)
    yield from _tables(frozen, ("funnel", "scores"), numbering)
    yield from _drawing(drawings.scores(frozen, frame), *map(str, TABLES["scores"]), numbering, source=_(
        "A change, not an effect: no group without the course sat the tests."
    ))  # fmt: skip


def _equity(frozen: Frozen, frame: Frame, numbering: Numbering) -> Iterable[dict[str, Any]]:  # noqa: ARG001  one shape
    if len(frozen.tables.get("places", {}).get("rows", ())) > 1:
        yield from _tables(frozen, ("places",), numbering)


def _reforms(frozen: Frozen, frame: Frame, numbering: Numbering) -> Iterable[dict[str, Any]]:  # noqa: ARG001  one shape
    if frozen.value("stages.plans.plans"):
        yield from _tables(frozen, ("stages", "plans"), numbering)
    yield from _tables(frozen, ("milestones",), numbering)


def _courts(frozen: Frozen, frame: Frame, numbering: Numbering) -> Iterable[dict[str, Any]]:
    yield from _drawing(drawings.waits(frozen, frame), *map(str, TABLES["groups"]), numbering, source=_(
        "The programme’s start is marked. Correlation is not attribution."
    ))  # fmt: skip
    yield from _tables(frozen, ("groups",), numbering)
    yield from _drawing(drawings.each_court(frozen, frame), *map(str, TABLES["courts"]), numbering)
    yield from _tables(frozen, ("courts",), numbering)


def _money(frozen: Frozen, frame: Frame, numbering: Numbering) -> Iterable[dict[str, Any]]:
    currency = frozen.facts["programme"]["currency"]
    yield from _tables(frozen, ("lines",), numbering, source=_("All amounts in %(currency)s.") % {"currency": currency})
    yield from _drawing(drawings.spending(frozen, frame), _("Share of each line spent"), _("Percent of the budget"), numbering)
    yield from _tables(frozen, ("given",), numbering)


def _method(frozen: Frozen, frame: Frame, numbering: Numbering) -> Iterable[dict[str, Any]]:  # noqa: ARG001  one shape
    yield from _tables(frozen, ("sheets",), numbering)


BUILDERS: dict[str, Callable[[Frozen, Frame, Numbering], Iterable[dict[str, Any]]]] = {
    "summary": _summary, "needs": _needs, "logic": _logic, "results": _results, "learning": _learning,
    "equity": _equity, "reforms": _reforms, "courts": _courts, "money": _money, "method": _method,
}  # fmt: skip


def _tables(
    frozen: Frozen, keys: Iterable[str], numbering: Numbering, *, source: str = ""
) -> Iterable[dict[str, Any]]:
    for key in keys:
        if key in frozen.tables:
            yield _table(frozen, key, numbering, source)


def _table(frozen: Frozen, key: str, numbering: Numbering, source: str) -> dict[str, Any]:
    columns = frozen.columns(key)
    lines = list(frozen.lines(key))
    numeric = {name for name, _head in columns if any(line.cells[name].is_number for line in lines if name)}
    widths = WIDTHS.get(key) or _widths(len(columns))
    caption, note = TABLES[key]
    return {
        "kind": "table",
        "id": f"t-{key}",
        "key": key,
        "number": numbering.table(),
        "caption": str(caption),
        "note": str(note),
        "source": source,
        "long": len(lines) > 8,
        "columns": [
            {"label": head, "numeric": name in numeric, "width": width}
            for (name, head), width in zip(columns, widths, strict=True)
        ],
        "rows": list(_rows(lines, columns[1:])),
    }


def _widths(count: int) -> list[float]:
    first = 34 if count <= 6 else 26
    return [first, *([round((100 - first) / (count - 1), 2)] * (count - 1))]


def _rows(lines: Iterable[Line], columns: list[tuple[str, str]]) -> Iterable[dict[str, Any]]:
    group = ""
    for line in lines:
        if line.group and line.group != group:
            group = line.group
            yield {"group": str(LEVELS.get(group, group))}
        label = {"text": line.label, "header": True}
        yield {"cells": [label, *(_cell(line.cells[name], name, head) for name, head in columns)], "total": line.is_total}


def _cell(cell: Cell, column: str, head: str) -> dict[str, Any]:
    shape = {
        "text": cell.text,
        "head": head,
        "numeric": cell.is_number,
        "withheld": cell.is_withheld,
        "icon": cell.icon,
        "tone": TONES.get(cell.icon, ""),
        "key": cell.key,
        "bar": None,
    }
    if column in BARS and cell.value is not None:
        shape["bar"] = round(float(max(0, min(100, cell.value))) * 0.82, 1)
    return shape


TONES = {"ok": "good", "half": "info", "alert": "warn", "no": "bad", "pause": "warn"}


def _drawing(
    markup: str | None, caption: str, note: str, numbering: Numbering, *, source: str = ""
) -> Iterable[dict[str, Any]]:
    if markup:
        yield {
            "kind": "drawing", "id": f"f-{numbering.figures + 1}", "number": numbering.figure(), "caption": caption,
            "note": note, "drawing": _safe(markup), "source": source,
        }  # fmt: skip


def _safe(markup: str) -> SafeString:
    return mark_safe(markup)  # noqa: S308  our own drawing, whose labels are escaped as they are set


def states_key() -> list[tuple[dict[str, str], dict[str, str]]]:
    """How to read the report, for its contents page."""
    met, close, behind = (STATES[code] for code in ("met", "close", "behind"))
    return [
        (
            {"icon": met[0], "label": str(met[1]), "text": _("100% of the way to target, or more")},
            {"icon": "ok", "label": _("Documented"), "text": _("a paper or a count shows it")},
        ),
        (
            {"icon": close[0], "label": str(close[1]), "text": _("85 to 99%")},
            {"icon": "half", "label": _("Stated"), "text": _("people say so; no paper shows it")},
        ),
        (
            {"icon": behind[0], "label": str(behind[1]), "text": _("under 85%")},
            {"icon": "withheld", "label": _("withheld"), "text": _("too few people to show")},
        ),
    ]
