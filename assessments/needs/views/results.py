"""What an assessment found: who answered, the ranking, the comments. Nothing of the answers shows before it closes."""

from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments.collection.models import Answer
from assessments.needs import policies
from assessments.needs.desk import frame
from assessments.needs.models import NeedsAssessment, PlaceNeed, Ranking, ScoredCell, StakeholderGroup
from assessments.needs.queries import (
    RankedRow,
    areas_of,
    frozen_responses,
    highest_score,
    label_of,
    latest_ranking,
    ranked_rows,
)
from participants.organisations.models import Jurisdiction
from portal.access.decorators import allow
from portal.figures.figure import round_half_up
from portal.tables.export import csv_response, xlsx_response
from portal.ui.pages import page

SHOWN = 10
AXIS_START, AXIS_LONG = 4, 112  # the drawing is 120 wide: 1 stands at 4, 5 at 116


@allow(policies.may_read, NeedsAssessment)
@require_GET
def results(request: HttpRequest, assessment: NeedsAssessment) -> HttpResponse:
    """The ranking as a table, by group and area, and as CSV or XLSX."""
    ranking = latest_ranking(assessment)
    if ranking is None:
        return page(request, "assessments/needs/no_results.html", **frame(request.user, assessment))
    groups = [(code, label_of(code)) for code in ranking.codes]
    by = request.GET.get("group", "") if request.GET.get("group") in ranking.weights else ""
    area = request.GET.get("area", "")
    context = frame(request.user, assessment)
    place = _place_asked(request, context["jurisdictions"])
    found = ranked_rows(ranking, by=by, place=place)
    rows = [
        row for row in found if not area or (row.competency.parent and row.competency.parent.code == area)
    ]
    if request.GET.get("export") in ("csv", "xlsx"):
        return _export(request.GET["export"], assessment, ranking, rows, by=by, area=area, place=place)
    headline, response_rows = frozen_responses(ranking)
    show_all = "all" in request.GET or len(rows) <= SHOWN
    top = highest_score(rows)
    return page(
        request,
        "assessments/needs/results.html",
        ranking=ranking,
        headline=headline,
        response_rows=response_rows,
        groups=groups,
        by=by,
        area=area,
        place=place,
        place_withheld=place is not None
        and not any(row.overall and row.overall.score is not None for row in found),
        places_known=len(context["jurisdictions"]) > 1 and PlaceNeed.objects.filter(ranking=ranking).exists(),
        areas=areas_of(found),
        lines=[_line(row, by, groups, top) for row in (rows if show_all else rows[:SHOWN])],
        total=len(rows),
        show_all=show_all,
        top=top,
        dropped=[label_of(code) for code in ranking.codes if _never_shown(rows, code)],
        widest=next((row for row in rows if row.overall and row.overall.rank == 1), None),
        undecided=sum(1 for row in rows if row.need and row.need.state == "open"),
        query=_query_without_export(request),
        **context,
    )


def _place_asked(request: HttpRequest, places: list[Jurisdiction]) -> Jurisdiction | None:
    """The jurisdiction of the filter, among those that the assessment asked."""
    return next((place for place in places if place.code == request.GET.get("place")), None)


def _query_without_export(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("export", None)
    return f"{query.urlencode()}&" if query else ""


def _never_shown(rows: list[RankedRow], code: str) -> bool:
    return bool(rows) and all(not row.groups.get(code) or row.groups[code].score is None for row in rows)


def _line(row: RankedRow, by: str, groups: list[tuple[str, str]], top: Decimal) -> dict[str, Any]:
    shown = row.by(by)
    return {
        "row": row,
        "shown": shown,
        "bar": _share(shown, top),
        "gap": _gap(shown),
        "cells": [(label, row.groups.get(code), _share(row.groups.get(code), top)) for code, label in groups],
    }


def _share(cell: ScoredCell | None, top: Decimal) -> str:
    """A bar's length in percent, with a point whatever the language: it goes into a drawing."""
    if cell is None or cell.score is None:
        return "0"
    return f"{max(Decimal(0), cell.score) * 100 / top:.1f}"


def _gap(cell: ScoredCell | None) -> dict[str, str] | None:
    if cell is None or cell.importance is None or cell.ability is None:
        return None
    importance, ability = _on_axis(cell.importance), _on_axis(cell.ability)
    return {"importance": f"{importance:.1f}", "ability": f"{ability:.1f}"}


def _on_axis(mean: Decimal) -> Decimal:
    return AXIS_START + (mean - 1) * AXIS_LONG / 4


def _export(
    kind: str,
    assessment: NeedsAssessment,
    ranking: Ranking,
    rows: list[RankedRow],
    *,
    by: str,
    area: str,
    place: Jurisdiction | None,
) -> HttpResponse:
    labels = dict(StakeholderGroup.Code.choices)
    head = [
        _("Rank"), _("Code"), _("Area"), _("Task"), _("Answers"), _("Score"), _("Importance"), _("Present ability"),
        _("Spread between groups"),
    ]  # fmt: skip
    for code in ranking.codes:
        head += [f"{labels.get(code, code)}: {part}" for part in (_("Answers"), _("Score"))]
    table = (_export_row(row, by, ranking.codes) for row in rows)
    name = f"ranked-needs-{place.code}" if place else "ranked-needs"
    if kind == "csv":
        return csv_response(name, head, table)
    notes = [
        (_("Assessment"), str(assessment)),
        (_("Score"), _("Mean weighted discrepancy: mean importance × (mean importance − mean ability)")),
        (_("Withheld"), _("Fewer than 5 answers, or withheld so that those cannot be worked out")),
        (_("Ranked by"), label_of(by) if by else _("All groups, weighted")),
        (_("Area"), area or _("All areas")),
        (_("Jurisdiction"), str(place) if place else _("All jurisdictions")),
        (
            _("Weights"),
            ", ".join(f"{labels.get(code, code)} {ranking.weights[code]}" for code in ranking.codes),
        ),
        (_("Digest of the answers"), ranking.inputs_digest),
    ]
    return xlsx_response(name, head, table, notes=notes)


def _export_row(row: RankedRow, by: str, codes: list[str]) -> list[Any]:
    shown = row.by(by)
    cells: list[Any] = [
        shown.rank if shown else None,
        row.competency.code,
        str(row.competency.parent),
        str(row.competency),
    ]
    cells += [_told(shown, name) for name in ("n", "score", "importance", "ability")]
    cells.append(_rounded(shown.spread) if shown else None)
    for code in codes:
        cells += [_told(row.groups.get(code), name) for name in ("n", "score")]
    return cells


def _told(cell: ScoredCell | None, name: str) -> Any:
    """The value, or in words why there is none: an empty cell would be read as nothing."""
    value = getattr(cell, name) if cell else None
    if value is not None:
        return _rounded(value)
    return _("withheld") if cell and cell.reason == "suppressed" else _("no answers")


def _rounded(value: Any) -> Any:
    return round_half_up(value, 2) if isinstance(value, Decimal) else value


@allow(policies.may_manage, NeedsAssessment)
@require_GET
def comments(request: HttpRequest, assessment: NeedsAssessment) -> HttpResponse:
    """The comments by area, in no order that tells of people, without group or place. For coordinators only."""
    is_closed = assessment.state == NeedsAssessment.State.CLOSED
    said = (
        Answer.objects.filter(
            response__collection=assessment.collection_id, response__submitted_at__isnull=False
        )
        .exclude(text="")
        .select_related("question__competency")
        .prefetch_related("question__competency__texts")
        .order_by("question__position", "id")
        if is_closed
        else Answer.objects.none()
    )
    total = Answer.objects.none() if not is_closed else said
    counted = total.aggregate(n=Count("id"))["n"] if is_closed else 0
    return page(
        request,
        "assessments/needs/comments.html",
        said=said[:1000],
        counted=counted,
        is_closed=is_closed,
        **frame(request.user, assessment),
    )
