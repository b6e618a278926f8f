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
from evaluations.reports.snapshot.reader import name_of
from evaluations.results_chain import policies
from evaluations.results_chain.agenda_branch import AgendaBranch, agenda_branch
from evaluations.results_chain.aggregates import with_modules, with_sources
from evaluations.results_chain.disposition_series import DispositionSeries, disposition_series, series_chart
from evaluations.results_chain.link_evidence import Strength
from evaluations.results_chain.stages import Stage, stages_of
from evaluations.results_chain.traversal import LIMIT, build_chain
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.languages.numbers import digits, interpolate
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
    chain_rows = build_chain(request.user, start)
    stages = stages_of(chain_rows)
    links = [(stage, following, *_strength(stage)) for stage, following in pairwise(stages)]
    branch = agenda_branch(chain_rows.items, needs=chain_rows.needs, milestones=chain_rows.milestones)
    links += _agenda_links(branch, need=stages[0], milestone=stages[4])
    if request.GET.get("export") == "csv":
        head = [_("From"), _("To"), _("Strength"), _("Evidence"), _("Recorded by")]
        rows = [[a.title, b.title, label, a.rests_on, a.recorded_by] for a, b, _kind, _icon, label in links]
        return csv_response("chain", head, rows)
    series = disposition_series(chain_rows.targets)
    broken = next(
        (stage for stage in stages[:-1] if stage.link and stage.link.strength is Strength.BROKEN), None
    )
    return render_page(
        request,
        "evaluations/results_chain/chain.html",
        about=str(start.snapshot.report if isinstance(start, ReportFigure) else start),
        stages=stages,
        links=links,
        series=series,
        table=list(zip(series.years, series.group, series.other_courts, strict=True)) if series else [],
        charts=_charts(series),
        heading=_heading(start, series),
        broken=broken,
        decision=chain_rows.decision,
        branch=branch,
        is_truncated=chain_rows.is_truncated,
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
    label = {
        Strength.DOCUMENTED: _("Documented"),
        Strength.STATED: _("Stated"),
        Strength.BROKEN: _("Broken"),
    }[strength]
    return kind, icon, label


def _agenda_links(
    branch: AgendaBranch, *, need: Stage, milestone: Stage
) -> list[tuple[Stage, Stage, str, str, str]]:
    """The two links through agenda items, if there are any."""
    if not branch.steps:
        return []
    agenda = Stage(
        "agenda", "chain", _("Reform agenda"), "", "", "", "", "", "", len(branch.steps),
        link=branch.to_milestones, rests_on=branch.rests_on,
    )  # fmt: skip
    before = replace(need, link=branch.from_needs, rests_on=branch.rests_on, recorded_by="")
    return [(before, agenda, *_strength(before)), (agenda, milestone, *_strength(agenda))]


def _heading(start: object, series: DispositionSeries | None) -> str:
    """The result if there is one, else the name of the start."""
    if isinstance(start, ReportFigure):
        return name_of(start)
    if series is None or series.first is None or series.last is None or len(series.years) < 2:
        return str(start)
    values = {
        "n": len(series.courts),
        "first": digits(f"{series.first:.0f}"),
        "last": digits(f"{series.last:.0f}"),
    }
    if series.last < series.first:
        return interpolate(
            ngettext(
                "In %(n)s court, disposition time fell from %(first)s to %(last)s days",
                "In %(n)s courts, disposition time fell from %(first)s to %(last)s days",
                len(series.courts),
            ),
            **values,
        )
    return interpolate(
        ngettext(
            "In %(n)s court, disposition time is %(last)s days; it was %(first)s",
            "In %(n)s courts, disposition time is %(last)s days; it was %(first)s",
            len(series.courts),
        ),
        **values,
    )


def _charts(series: DispositionSeries | None) -> dict[str, str]:
    if series is None or len(series.years) < 2:
        return {}
    language = get_language() or "en"
    title = _("Disposition time in days, by year")
    names = (_("these courts"), _("other courts"), _("target"))
    return {
        "wide": series_chart(series, language=language, title=title, names=names),
        "narrow": series_chart(series, language=language, title=title, names=("", "", ""), narrow=True),
    }
