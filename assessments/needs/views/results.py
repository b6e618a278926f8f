"""Results of an assessment: response counts and the ranking. Nothing is shown before it closes."""

from collections import Counter
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments.needs import policies
from assessments.needs.base_context import base_context
from assessments.needs.models import NeedsAssessment, Ranking, SegmentNeed
from assessments.needs.queries import (
    Cell,
    RankedRow,
    Segment,
    areas_of,
    frozen_responses,
    group_label,
    highest_score,
    latest_ranking,
    ranked_rows,
    segment_label,
)
from assessments.needs.views.exports import export
from participants.organisations.models import Jurisdiction
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.ui.pages import render_page

SHOWN = 10
Dimension = SegmentNeed.Dimension
PARAMETERS = {Dimension.LANGUAGE: "language", Dimension.LEVEL: "level"}
FILTERS = ("jurisdiction", "language", "level")
NOT_STATED = "none"
AXIS_START, AXIS_LONG = 4, 112  # the drawing is 120 wide: 1 is at 4, 5 at 116


@allow(policies.may_read, NeedsAssessment)
@require_GET
def results(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    """The ranking as a table by group, area and segment, and as CSV or XLSX."""
    ranking = latest_ranking(assessment)
    if ranking is None:
        return render_page(
            request, "assessments/needs/no_results.html", **base_context(request.user, assessment)
        )
    groups = [(code, group_label(code)) for code in ranking.codes]
    by = request.GET.get("group", "") if request.GET.get("group") in ranking.weights else ""
    area = request.GET.get("area", "")
    context = base_context(request.user, assessment)
    segments = ranking.segments
    segment = _requested_segment(request, context["jurisdictions"], segments)
    ranked = ranked_rows(ranking, by=by, segment=segment)
    rows = [
        row for row in ranked if not area or (row.competency.parent and row.competency.parent.code == area)
    ]
    if request.GET.get("export") in ("csv", "xlsx"):
        return export(request.GET["export"], ranking, rows, by=by, area=area, segment=segment)
    show_all = "all" in request.GET or len(rows) <= SHOWN
    shown = rows if show_all else rows[:SHOWN]
    headline, response_rows = frozen_responses(ranking)
    top = highest_score(rows)
    return render_page(
        request,
        "assessments/needs/results.html",
        ranking=ranking,
        headline=headline,
        response_rows=response_rows,
        groups=groups,
        by=by,
        area=area,
        segment=segment,
        segment_withheld=segment is not None
        and not any(row.overall and row.overall.score is not None for row in ranked),
        choices=_choices(context["jurisdictions"], segments, segment),
        crossed=sum(bool(request.GET.get(kind)) for kind in FILTERS) > 1,
        areas=areas_of(ranked),
        lines=_lines(shown, ranked, by, groups, top),
        total=len(rows),
        show_all=show_all,
        top=top,
        dropped=[group_label(code) for code in ranking.codes if _never_shown(rows, code)],
        widest=next((row for row in rows if row.overall and row.overall.rank == 1), None),
        undecided=sum(1 for row in rows if row.need and row.need.state == "open"),
        query=_query_without_export(request),
        sections=_sections(ranking, ranked),
        **context,
    )


def _requested_segment(
    request: SignedInRequest, jurisdictions: list[Jurisdiction], segments: dict[str, list[str]]
) -> Segment | None:
    """The segment of the filter. If several dimensions are requested, the first: cells of two dimensions are
    not frozen, because they would identify people.
    """
    code = request.GET.get("jurisdiction", "")
    for jurisdiction in jurisdictions:
        if jurisdiction.code == code:
            return Segment("jurisdiction", code, str(jurisdiction), jurisdiction)
    for dimension in (Dimension.LANGUAGE, Dimension.LEVEL):
        value = request.GET.get(PARAMETERS[dimension], "")
        key = "" if value == NOT_STATED else value
        if value and key in segments.get(dimension, ()):
            return Segment(dimension, key, segment_label(dimension, key))
    return None


def _choices(
    jurisdictions: list[Jurisdiction], segments: dict[str, list[str]], segment: Segment | None
) -> list[dict[str, Any]]:
    """The segment filters that have more than one choice."""
    chosen = (segment.dimension, segment.key) if segment else ("", "")
    shown_segments = [
        (
            "jurisdiction",
            _("Jurisdiction"),
            _("All jurisdictions"),
            "jurisdiction",
            [(p.code, str(p)) for p in jurisdictions],
        ),
        *(
            (PARAMETERS[d], label, whole, d, [(key, segment_label(d, key)) for key in segments.get(d, ())])
            for d, label, whole in (
                (Dimension.LANGUAGE, _("Language"), _("All languages")),
                (Dimension.LEVEL, _("Level of court"), _("All levels")),
            )
        ),
    ]
    return [
        {
            "name": name,
            "label": label,
            "whole": whole,
            "options": [
                (key or NOT_STATED, option_label, chosen == (kind, key)) for key, option_label in options
            ],
        }
        for name, label, whole, kind, options in shown_segments
        if len(options) > 1 and segments
    ]


def _query_without_export(request: SignedInRequest) -> str:
    query = request.GET.copy()
    query.pop("export", None)
    return f"{query.urlencode()}&" if query else ""


def _never_shown(rows: list[RankedRow], code: str) -> bool:
    return bool(rows) and all(not row.groups.get(code) or row.groups[code].score is None for row in rows)


def _sections(ranking: Ranking, rows: list[RankedRow]) -> list[dict[str, Any]]:
    """Cronbach's alpha of each area and scale."""
    areas = {row.competency.parent_id: row.competency.parent for row in rows}
    return [
        {"area": areas[reliability.section_id], "scale": reliability.get_scale_display(), "one": reliability}
        for reliability in ranking.reliabilities.all()
        if reliability.section_id in areas
    ]


def _lines(
    shown: list[RankedRow], rows: list[RankedRow], by: str, groups: list[tuple[str, str]], top: Decimal
) -> list[dict[str, Any]]:
    """Each row's cells and drawings, and whether its rank is shared with another row of the full ranking."""
    ranks = Counter(cell.rank for cell in (row.by(by) for row in rows) if cell and cell.rank)
    lines = []
    for row in shown:
        cell = row.by(by)
        lines.append(
            {
                "row": row,
                "shown": cell,
                "tied": cell is not None and cell.rank is not None and ranks[cell.rank] > 1,
                "bar": _share(cell, top),
                "gap": _gap(cell),
                "stays": None if by or cell is None else cell.top_share,
                "cells": [
                    (label, row.groups.get(code), _share(row.groups.get(code), top)) for code, label in groups
                ],
            }
        )
    return lines


def _share(cell: Cell | None, top: Decimal) -> str:
    """A bar's length as a percentage with a decimal point in every language, for an SVG."""
    if cell is None or cell.score is None:
        return "0"
    return f"{max(Decimal(0), cell.score) * 100 / top:.1f}"


def _gap(cell: Cell | None) -> dict[str, str] | None:
    if cell is None or cell.importance is None or cell.ability is None:
        return None
    importance, ability = _on_axis(cell.importance), _on_axis(cell.ability)
    return {"importance": f"{importance:.1f}", "ability": f"{ability:.1f}"}


def _on_axis(mean: Decimal) -> Decimal:
    return AXIS_START + (mean - 1) * AXIS_LONG / 4
