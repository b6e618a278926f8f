"""The ranking under other weights, and the disagreement between groups. Both use frozen cells only."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments.analysis import disagreement, reweighting
from assessments.analysis.forms import WeightsForm
from assessments.analysis.queries import shown_cells
from assessments.needs import policies
from assessments.needs.base_context import base_context
from assessments.needs.models import NeedsAssessment, Ranking
from assessments.needs.queries import Cell, RankedRow, group_label, latest_ranking, ranked_rows
from assessments.needs.robustness import Plan
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.tables.export import csv_response, xlsx_response
from portal.ui.pages import render_page

FIRST_PAIR = ("judge", "civil_society")


@allow(policies.may_read, NeedsAssessment)
@require_GET
def weights(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    """Show the ranking under other weights. Nothing is saved."""
    ranking = latest_ranking(assessment)
    if ranking is None:
        return render_page(
            request, "assessments/needs/no_results.html", **base_context(request.user, assessment)
        )
    agreed = {code: Decimal(ranking.weights[code]) for code in ranking.codes}
    requested = any(key.startswith("w-") for key in request.GET)
    groups = [(code, group_label(code)) for code in ranking.codes]
    form = WeightsForm(request.GET if requested else None, groups=groups, agreed=agreed)
    rows = {row.competency.pk: row for row in ranked_rows(ranking)}
    scores = {
        item: {code: float(entry.score) for code, entry in cells.items()}
        for item, cells in shown_cells(rows.values()).items()
    }
    plan = Plan(**ranking.robustness) if ranking.robustness else Plan()
    tried = form.weights
    reranked = reweighting.rerank(scores, tried, plan)
    return render_page(
        request,
        "assessments/analysis/weights.html",
        ranking=ranking,
        form=form,
        plan=plan,
        within=f"{plan.within:g}",  # with a decimal point for the script, whatever the language
        draws=str(plan.draws),
        seed=str(plan.seed),
        sliders=[
            {
                "field": form[code],
                "code": code,
                "value": f"{tried[code]:g}",
                "agreed": f"{agreed[code] * 100:g}",
            }
            for code in ranking.codes
        ],
        is_moved=form.is_bound and form.is_valid(),
        lines=[_line(entry, rows[entry.item], scores[entry.item]) for entry in reranked],
        leaves_out=any(cell.reason == "suppressed" for row in rows.values() for cell in row.groups.values()),
        **base_context(request.user, assessment),
    )


def _line(item: reweighting.ReweightedItem, row: RankedRow, scores: dict[str, float]) -> dict[str, Any]:
    agreed = row.overall.rank if row.overall else None
    return {
        "row": row,
        "one": item,
        "agreed": agreed,
        "moved": agreed - item.rank if agreed and item.rank else 0,
        "distance": abs(agreed - item.rank) if agreed and item.rank else 0,
        "scores": " ".join(f"{code}:{value!r}" for code, value in scores.items()),
    }


@allow(policies.may_read, NeedsAssessment)
@require_GET
def disagreement_map(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    """Items by group, largest range first, and two groups side by side."""
    ranking = latest_ranking(assessment)
    if ranking is None:
        return render_page(
            request, "assessments/needs/no_results.html", **base_context(request.user, assessment)
        )
    rows = {row.competency.pk: row for row in ranked_rows(ranking)}
    cells = shown_cells(rows.values())
    groups = [(code, group_label(code)) for code in ranking.codes]
    pair = _requested_pair(request, ranking, cells)
    gaps = disagreement.gaps(cells, *pair) if pair else []
    if request.GET.get("export") in ("csv", "xlsx"):
        return _export(request.GET["export"], ranking, rows, disagreement.rows(cells))
    widest = max((abs(gap.difference) for gap in gaps), default=Decimal(1)) or Decimal(1)
    return render_page(
        request,
        "assessments/analysis/disagreement.html",
        ranking=ranking,
        groups=groups,
        pair=[(code, group_label(code)) for code in pair or ()],
        gaps=[_gap(gap, rows[gap.item], widest) for gap in gaps[:10]],
        lines=[_map_line(row, rows[row.item], groups) for row in disagreement.rows(cells)],
        notable=disagreement.NOTABLE,
        strong=disagreement.STRONG,
        **base_context(request.user, assessment),
    )


def _requested_pair(
    request: SignedInRequest, ranking: Ranking, cells: dict[int, dict[str, disagreement.PublishedScore]]
) -> tuple[str, str] | None:
    """The two groups requested; else judges and civil society; else the two with the largest difference."""
    requested = (request.GET.get("one", ""), request.GET.get("other", ""))
    if set(requested) <= set(ranking.codes) and requested[0] != requested[1]:
        return requested
    if disagreement.gaps(cells, *FIRST_PAIR):
        return FIRST_PAIR
    return disagreement.farthest(cells)


def _gap(gap: disagreement.Gap, row: RankedRow, widest: Decimal) -> dict[str, Any]:
    """With the bar's position in a drawing 100 wide, where 50 is no difference."""
    length = abs(gap.difference) * 48 / widest
    start = Decimal(50) if gap.difference >= 0 else Decimal(50) - length
    return {
        "gap": gap,
        "row": row,
        "x": f"{start:.1f}",
        "length": f"{length:.1f}",
        "apart": abs(gap.difference),
    }


def _map_line(row: disagreement.Row, ranked: RankedRow, groups: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "row": row,
        "competency": ranked.competency,
        "rank": ranked.overall.rank if ranked.overall else None,
        "highest": group_label(row.highest) if row.highest else "",
        "lowest": group_label(row.lowest) if row.lowest else "",
        "cells": [(label, ranked.groups.get(code), row.levels.get(code, "")) for code, label in groups],
    }


def _export(
    kind: str, ranking: Ranking, rows: dict[int, RankedRow], reranked: list[disagreement.Row]
) -> HttpResponse:
    head = [_("Code"), _("Task"), _("Points apart"), _("Highest"), _("Lowest")]
    head += [group_label(code) for code in ranking.codes]
    table = []
    for row in reranked:
        competency, groups = rows[row.item].competency, rows[row.item].groups
        ends = [group_label(code) if code else None for code in (row.highest, row.lowest)]
        apart = None if row.apart is None else round(row.apart, 2)
        scores = [_cell_text(groups.get(code)) for code in ranking.codes]
        table.append([competency.code, str(competency), apart, *ends, *scores])
    if kind == "csv":
        return csv_response("disagreement", head, table)
    return xlsx_response("disagreement", head, table, notes=[(_("Assessment"), str(ranking.assessment))])


def _cell_text(cell: Cell | None) -> Decimal | str:
    if cell is not None and cell.score is not None:
        return round(cell.score, 2)
    return _("withheld") if cell is not None and cell.reason == "suppressed" else _("no responses")
