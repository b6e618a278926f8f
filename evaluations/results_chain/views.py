"""The page of a results chain, which can start from any of its rows."""

import uuid
from dataclasses import replace
from itertools import pairwise

from django.apps import apps
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from evaluations.reports.models import ImpactReport, ReportFigure
from evaluations.reports.snapshot_reader import name_of
from evaluations.results_chain import policies
from evaluations.results_chain.agenda_branch import AgendaBranch, branch_of
from evaluations.results_chain.aggregates import with_modules, with_sources
from evaluations.results_chain.disposition_series import DispositionSeries, measure_of, series_chart
from evaluations.results_chain.link_evidence import Strength
from evaluations.results_chain.stages import Stage, stages_of
from evaluations.results_chain.traversal import LIMIT, build_chain
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.tables.export import csv_response
from portal.ui.pages import render_page
from programs.curriculum.models import Edition

STARTS = {
    "assessments.trainingneed", "programs.module", "programs.edition", "programs.programme", "programs.cohort",
    "evaluations.reformplan", "evaluations.agendaitem", "evaluations.milestone", "evaluations.indicator",
    "evaluations.reportfigure",
}  # fmt: skip
ANSWERED = {  # the starts that modules address, and the path from ModuleNeed to them
    "assessments.trainingneed": "training_need", "evaluations.agendaitem": "training_need__agenda_items",
}  # fmt: skip
STRENGTHS = {
    Strength.DOCUMENTED: ("good", "ok"),
    Strength.STATED: ("warn", "half"),
    Strength.BROKEN: ("bad", "no"),
}


@allow(policies.may_view_chain)
@require_GET
def chain(request: SignedInRequest, label: str, public_id: uuid.UUID) -> HttpResponse:
    """Show the chain that a row belongs to; `?export=csv` exports the support of each link."""
    if label not in STARTS:
        raise Http404
    start = _rows(request, label).filter(public_id=public_id).first()
    if start is None:
        raise Http404
    found = build_chain(request.user, start)
    stages = stages_of(found)
    ledger = [(stage, following, *_strength(stage)) for stage, following in pairwise(stages)]
    side = branch_of(found.items, needs=found.needs, milestones=found.milestones)
    ledger += _ledger_of(side, need=stages[0], milestone=stages[4])
    if request.GET.get("export") == "csv":
        head = [_("From"), _("To"), _("Strength"), _("Evidence"), _("Recorded by")]
        rows = [[a.title, b.title, words, a.rests_on, a.recorded_by] for a, b, _kind, _icon, words in ledger]
        return csv_response("chain", head, rows)
    measure = measure_of(found.targets)
    broken = next(
        (stage for stage in stages[:-1] if stage.link and stage.link.strength is Strength.BROKEN), None
    )
    return render_page(
        request,
        "evaluations/results_chain/chain.html",
        about=str(start.snapshot.report if isinstance(start, ReportFigure) else start),
        stages=stages,
        ledger=ledger,
        measure=measure,
        table=list(zip(measure.years, measure.group, measure.others, strict=True)) if measure else [],
        charts=_charts(measure),
        heading=_heading(start, measure),
        broken=broken,
        decision=found.decision,
        branch=side,
        is_cut=found.is_truncated,
        limit=LIMIT,
    )


def _rows(request: SignedInRequest, label: str) -> QuerySet:
    """Rows of the model that the person may start from."""
    model = apps.get_model(label)
    if model is ReportFigure:
        reports = ImpactReport.objects.visible_to(request.user).values("pk")
        figures = ReportFigure.objects.filter(snapshot__report__in=reports)
        return with_sources(figures.select_related("snapshot__report").defer("snapshot__facts"))
    rows = model.objects.visible_to(request.user)
    if label in ANSWERED:
        return with_modules(rows, ANSWERED[label], request.user)
    return rows.select_related("module") if model is Edition else rows


def _strength(stage: Stage) -> tuple[str, str, str]:
    """Tag kind, icon and label for the link after a stage."""
    strength = stage.link.strength if stage.link else Strength.BROKEN
    kind, icon = STRENGTHS[strength]
    words = {
        Strength.DOCUMENTED: _("Documented"),
        Strength.STATED: _("Stated"),
        Strength.BROKEN: _("Broken"),
    }[strength]
    return kind, icon, words


def _ledger_of(
    side: AgendaBranch, *, need: Stage, milestone: Stage
) -> list[tuple[Stage, Stage, str, str, str]]:
    """The two links through agenda items, if there are any."""
    if not side.steps:
        return []
    agenda = Stage(
        "agenda", "chain", _("Reform agenda"), "", "", "", "", "", "", len(side.steps),
        link=side.to_milestones, rests_on=side.rests_on,
    )  # fmt: skip
    before = replace(need, link=side.from_needs, rests_on=side.rests_on, recorded_by="")
    return [(before, agenda, *_strength(before)), (agenda, milestone, *_strength(agenda))]


def _heading(start: object, measure: DispositionSeries | None) -> str:
    """The result if there is one, else the name of the start."""
    if isinstance(start, ReportFigure):
        return name_of(start)
    if measure is None or measure.first is None or measure.last is None or len(measure.years) < 2:
        return str(start)
    values = {"n": len(measure.courts), "first": f"{measure.first:.0f}", "last": f"{measure.last:.0f}"}
    if measure.last < measure.first:
        return (
            ngettext(
                "In %(n)s court, disposition time fell from %(first)s to %(last)s days",
                "In %(n)s courts, disposition time fell from %(first)s to %(last)s days",
                len(measure.courts),
            )
            % values
        )
    return (
        ngettext(
            "In %(n)s court, disposition time is %(last)s days; it was %(first)s",
            "In %(n)s courts, disposition time is %(last)s days; it was %(first)s",
            len(measure.courts),
        )
        % values
    )


def _charts(measure: DispositionSeries | None) -> dict[str, str]:
    if measure is None or len(measure.years) < 2:
        return {}
    language = get_language() or "en"
    title = _("Disposition time in days, by year")
    names = (_("these courts"), _("other courts"), _("target"))
    return {
        "wide": series_chart(measure, language=language, title=title, names=names),
        "narrow": series_chart(measure, language=language, title=title, names=("", "", ""), narrow=True),
    }
