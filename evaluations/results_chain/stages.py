"""The seven stages as the page and the export show them: name, figure, evidence, and support of each link."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.needs.decision_models import NeedDecision
from evaluations.reports.snapshot.reader import decimal_places, name_of
from evaluations.results_chain.link_evidence import LinkEvidence
from evaluations.results_chain.traversal import ResultsChain
from portal.figures.formatting import rounded
from portal.languages.lists import join_list
from portal.languages.numbers import date_format, digits, interpolate, number_format


@dataclass(frozen=True)
class EvidenceLink:
    """Evidence with a link; without a URL only its text is shown."""

    text: str
    url: str = ""
    icon: str = "file"


@dataclass
class Stage:
    """One of the seven stages: `count` rows, and the `link` to the next stage (None for the last)."""

    key: str
    icon: str
    title: str
    when: str
    name: str
    url: str
    figure: str
    label: str
    note: str
    count: int
    evidence: list[EvidenceLink] = field(default_factory=list)
    link: LinkEvidence | None = None
    link_label: str = ""
    rests_on: str = ""
    recorded_by: str = ""


def stages_of(chain: ResultsChain) -> list[Stage]:
    """Need, module, cohorts, reforms, milestones, indicator and report figure, in that order, empty stages included."""
    return [
        _need(chain), _module(chain), _cohorts(chain), _reforms(chain), _milestones(chain), _indicator(chain),
        _figure(chain),
    ]  # fmt: skip


def _need(chain: ResultsChain) -> Stage:
    ranked = [
        (need.ranked_need.rank or 999, need, need.ranked_need)
        for need in chain.needs
        if need.ranked_need is not None and need.ranked_need.score is not None
    ]
    first = min(ranked, key=lambda row: row[0], default=None)
    top = first[1] if first else None
    top = top or (chain.needs[0] if chain.needs else None)
    shown = sum(bool(answer.evidence) for answer in chain.answers)
    stage = Stage(
        "need", "need", _("Need"), "", _name(top, chain.needs), "", "–", _("no need recorded"), "", len(chain.needs),
        link=LinkEvidence(shown, len(chain.answers)), link_label=_("addressed by"),
        rests_on="; ".join(a.evidence for a in chain.answers if a.evidence)
        or (
            _("Stated by the people who made the link, without a document")
            if chain.answers
            else _("No need that you can see is linked to a module")
        ),
        recorded_by=join_list(sorted({a.by for a in chain.answers})),
    )  # fmt: skip
    if top is None:
        return stage
    if chain.decision is not None:
        stage.rests_on = _decided(chain.decision)
        stage.recorded_by = str(chain.decision.decided_by or "")
    stage.when = interpolate(_("assessed %(year)s"), year=date_format(top.assessment.created_at, "Y"))
    stage.url = _url("assessments:needs:training_need", top)
    stage.evidence = [EvidenceLink(str(top.assessment), stage.url, "file")]
    if first is not None:
        row = first[2]
        stage.figure = rounded(row.score or 0, 1)
        stage.label = interpolate(_("mean weighted discrepancy score; rank %(rank)s"), rank=row.rank)
        stage.note = interpolate(ngettext("%(n)s response", "%(n)s responses", row.n or 0), n=row.n or 0)
    else:
        stage.figure, stage.label = digits(len(chain.needs)), _("needs accepted, not ranked")
    return stage


def _decided(decision: NeedDecision) -> str:
    """How the need is addressed without a module, or that it is deferred, and the date of that decision."""
    what = str(decision.get_kind_display())
    if decision.offer is not None:
        what = f"{what}: {decision.offer} ({decision.offer.organisation})"
    elif decision.remedy:
        what = f"{what}: {decision.get_remedy_display()}"
    return f"{what}; {date_format(decision.created_at, 'DATE_FORMAT')}"


def _module(chain: ResultsChain) -> Stage:
    first = chain.editions[0] if chain.editions else None
    taught = chain.people.taught
    stage = Stage(
        "module", "module", _("Module"), "", _name(first, chain.editions), "", "–", _("no module addresses it yet"), "",
        len(chain.editions), link=LinkEvidence(taught, taught), link_label=_("taught in"),
        rests_on=interpolate(_("Cohorts with enrolments: %(n)s"), n=taught)
        if taught
        else _("No cohort has been taught yet"),
    )  # fmt: skip
    if first is not None:
        stage.url = _url("programs:curriculum:edition", first)
        stage.figure = number_format(first.hours.normalize())
        stage.label = interpolate(_("hours; edition %(number)s"), number=first.number)
        if first.approved_on:
            stage.when = interpolate(_("approved %(month)s"), month=date_format(first.approved_on, "M Y"))
            stage.note = interpolate(_("Approved by %(body)s"), body=first.approved_by)
            stage.recorded_by = str(first.approved_by)
        stage.evidence = [EvidenceLink(str(first), stage.url, "file")]
    return stage


def _cohorts(chain: ResultsChain) -> Stage:
    people = chain.people
    documented = [plan for plan in chain.plans if plan.completion_id and _confirmed(chain, plan)]
    first = chain.cohorts[0] if chain.cohorts else None
    stage = Stage(
        "cohort", "cohort", _("Cohorts"), "", _name(first, chain.cohorts), "", "–", _("no cohort yet"), "",
        len(chain.cohorts), link=LinkEvidence(len(documented), len(chain.plans)), link_label=_("led to"),
        rests_on=interpolate(
            _("Reform plans started by a graduate and with a confirmed step: %(n)s of %(all)s"),
            n=len(documented), all=len(chain.plans),
        )
        if chain.plans
        else _("No graduate has started a reform plan that you can see"),
        recorded_by=join_list(sorted({str(plan.mentor) for plan in chain.plans if plan.mentor})),
    )  # fmt: skip
    if first is not None:
        last = max(cohort.ends for cohort in chain.cohorts)
        stage.when = f"{date_format(first.starts, 'M Y')} – {date_format(last, 'M Y')}"
        stage.url = _url("programs:cohorts:cohort", first)
        stage.figure = digits(people.certified or people.completed)
        stage.label = interpolate(
            _("certified, of %(n)s enrolled") if people.certified else _("completed, of %(n)s enrolled"),
            n=people.enrolled,
        )
        stage.evidence = [
            EvidenceLink(str(cohort), _url("programs:cohorts:cohort", cohort), "cohort")
            for cohort in chain.cohorts[:3]
        ]
    return stage


def _reforms(chain: ResultsChain) -> Stage:
    courts = {plan.court_id for plan in chain.plans if plan.stage in ("in_force", "practised", "evaluated")}
    stopped = sum(plan.stage in ("paused", "withdrawn") for plan in chain.plans)
    linked_steps = [step for step in chain.steps if step.milestone_id]
    confirmed = [step.confirmed_by for step in linked_steps if step.confirmed_by]
    first = chain.plans[0] if chain.plans else None
    stage = Stage(
        "reform", "reform", _("Reforms"), "", _name(first, chain.plans), "", "–", _("no reform plan yet"), "",
        len(chain.plans), link=LinkEvidence(len(confirmed), len(linked_steps)), link_label=_("tracked by"),
        rests_on=interpolate(
            _("Steps linked to a milestone and confirmed by a second person: %(n)s of %(all)s"),
            n=len(confirmed), all=len(linked_steps),
        )
        if linked_steps
        else _("No step is linked to a milestone"),
        recorded_by=join_list(sorted(set(confirmed))),
    )  # fmt: skip
    if first is not None:
        stage.when = interpolate(
            _("from %(month)s"), month=date_format(min(plan.created_at for plan in chain.plans), "M Y")
        )
        stage.url = _url("evaluations:reforms:plan", first)
        stage.figure = digits(len(courts))
        stage.label = ngettext(
            "court has the changed practice in force",
            "courts have the changed practice in force",
            len(courts),
        )
        stage.note = interpolate(
            _("Reform plans: %(plans)s. Paused or withdrawn: %(stopped)s."),
            plans=len(chain.plans),
            stopped=stopped,
        )
        stage.evidence = [
            EvidenceLink(str(plan), _url("evaluations:reforms:plan", plan), "reform")
            for plan in chain.plans[:3]
        ]
    return stage


def _milestones(chain: ResultsChain) -> Stage:
    reached = [milestone for milestone in chain.milestones if milestone.shown]
    confirmers = {evidence["by"] for milestone in reached for evidence in milestone.shown}
    measured = [m for m in chain.milestones if m.target_id]
    indirect = bool(chain.targets) and not measured
    first = chain.milestones[0] if chain.milestones else None
    stage = Stage(
        "milestone", "milestone", _("Milestones"), "", _name(first, chain.milestones), "", "–",
        _("no milestone yet"), "", len(chain.milestones),
        link=LinkEvidence(len(measured), len(measured) if measured else int(indirect)),
        link_label=_("measured by"),
        rests_on=interpolate(_("Milestones linked to a target: %(n)s"), n=len(measured))
        if measured
        else _("Linked only by the same court and framework") if indirect
        else _("No milestone is linked to an indicator"),
        recorded_by=join_list(sorted(confirmers)),
    )  # fmt: skip
    if first is not None:
        stage.when = interpolate(
            _("to %(month)s"), month=date_format(max(m.due_on for m in chain.milestones), "M Y")
        )
        stage.url = _url("evaluations:results:milestone", first)
        stage.figure = interpolate(_("%(n)s of %(all)s"), n=len(reached), all=len(chain.milestones))
        stage.label = _("milestones with full, confirmed evidence")
        stage.evidence = [
            EvidenceLink(evidence["title"], _url("evaluations:results:milestone", milestone), "file")
            for milestone in reached
            for evidence in milestone.shown
        ][:3]
    return stage


def _indicator(chain: ResultsChain) -> Stage:
    first = chain.targets[0] if chain.targets else None
    figure_count = chain.figure_count if chain.targets else 0
    stage = Stage(
        "indicator", "indicator", _("Indicator"), "", "", "", "–", _("nothing measured yet"), "", len(chain.targets),
        link=LinkEvidence(figure_count, figure_count), link_label=_("counted in"),
        rests_on=_("Frozen figures that list these records as their source")
        if figure_count
        else _("The figure counts records from earlier in the results chain")
        if chain.figures
        else _("No report that you can see counts it yet"),
        recorded_by=_("Court registries"),
    )  # fmt: skip
    if first is not None:
        names = sorted({str(target.indicator) for target in chain.targets})
        stage.name = join_list(names)
        stage.url = _url("evaluations:indicators:indicator", first.indicator)
        courts = {target.court_id for target in chain.targets if target.court_id}
        stage.when = date_format(max(target.ends for target in chain.targets), "Y")
        stage.figure = digits(len(courts))
        stage.label = ngettext(
            "court with a baseline and a target", "courts with a baseline and a target", len(courts)
        )
        stage.evidence = [
            EvidenceLink(str(indicator), _url("evaluations:indicators:indicator", indicator), "indicator")
            for indicator in {target.indicator_id: target.indicator for target in chain.targets}.values()
        ]
    return stage


def _figure(chain: ResultsChain) -> Stage:
    first = chain.figures[0] if chain.figures else None
    stage = Stage(
        "figure", "report", _("Report figure"), "", "", "", "–", _("not in any report yet"), "", chain.figure_count
    )  # fmt: skip
    if first is not None:
        report = first.snapshot.report
        stage.name = f"{name_of(first)}: {report}"
        stage.when = date_format(first.snapshot.cut_off_at, "SHORT_DATE_FORMAT")
        stage.url = _url("evaluations:reports:report", report) + f"#figure-{first.public_id}"
        stage.figure = rounded(first.value, decimal_places(first)) if first.value is not None else "–"
        stage.label = first.unit or first.definition
        stage.note = interpolate(
            ngettext("included in %(n)s figure", "included in %(n)s figures", chain.figure_count),
            n=chain.figure_count,
        )
        reports = [figure.snapshot.report for figure in chain.figures[:3]]
        stage.evidence = [
            EvidenceLink(str(r), _url("evaluations:reports:report", r), "report") for r in reports
        ]
    return stage


def _confirmed(chain: ResultsChain, plan: Any) -> bool:
    return any(step.plan_id == plan.pk and step.confirmed_by for step in chain.steps)


def _name(first: Any, rows: list[Any]) -> str:
    """The name of the first row and the number of others."""
    if first is None:
        return ""
    others = len(rows) - 1
    if not others:
        return str(first)
    return interpolate(
        ngettext("%(name)s and %(n)s other", "%(name)s and %(n)s others", others), name=first, n=others
    )


def _url(name: str, row: Any) -> str:
    return reverse(name, args=[row.public_id])
