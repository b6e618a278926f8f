"""Export the ranking: the frozen cells of the page, with the reason where a value is missing."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from assessments.needs.models import Ranking
from assessments.needs.queries import Cell, RankedRow, Segment, group_label
from portal.figures.figure import round_half_up
from portal.languages.numbers import interpolate
from portal.tables.export import csv_response, xlsx_response

FIGURES = ("n", "score", "importance", "ability")
BESIDE = ("low", "high", "rds", "rds_rank")


def export(
    kind: str, ranking: Ranking, rows: list[RankedRow], *, by: str, area: str, segment: Segment | None
) -> HttpResponse:
    """CSV or XLSX of the rows as they are filtered."""
    table = (_row(row, by, ranking.codes) for row in rows)
    name = f"ranked-needs-{segment.key or 'none'}" if segment else "ranked-needs"
    if kind == "csv":
        return csv_response(name, _head(ranking), table)
    return xlsx_response(
        name, _head(ranking), table, notes=_notes(ranking, by=by, area=area, segment=segment)
    )


def _head(ranking: Ranking) -> list[str]:
    head = [
        _("Rank"), _("Code"), _("Area"), _("Task"), _("Responses"), _("Score"), _("Importance"), _("Present ability"),
        _("Spread between groups"), _("95% interval from"), _("95% interval to"),
        _("Ranked discrepancy (formula unverified)"), _("Rank by ranked discrepancy"),
        _("Weightings that rank it in the top 10 (%)"),
    ]  # fmt: skip
    for code in ranking.codes:
        label = group_label(code)
        head += [
            f"{label}: {text}"
            for text in (_("Responses"), _("Score"), _("95% interval from"), _("95% interval to"))
        ]
    return head


def _row(row: RankedRow, by: str, codes: list[str]) -> list[Any]:
    shown = row.by(by)
    cells: list[Any] = [
        shown.rank if shown else None,
        row.competency.code,
        str(row.competency.parent),
        str(row.competency),
    ]
    cells += [cell_value(shown, name) for name in FIGURES]
    cells.append(_rounded(shown.spread) if shown else None)
    cells += [_rounded(getattr(shown, name)) if shown else None for name in BESIDE]
    stays = getattr(shown, "top_share", None)
    cells.append(None if stays is None else round_half_up(stays * 100, 1))
    for code in codes:
        cell = row.groups.get(code)
        cells += [cell_value(cell, name) for name in ("n", "score")]
        cells += [_rounded(getattr(cell, name)) if cell else None for name in ("low", "high")]
    return cells


def _notes(ranking: Ranking, *, by: str, area: str, segment: Segment | None) -> list[tuple[str, str]]:
    plan = ranking.robustness
    notes = [
        (_("Assessment"), str(ranking.assessment)),
        (
            _("Score"),
            _("Mean weighted discrepancy score: mean importance × (mean importance − mean ability)"),
        ),
        (_("Interval"), _("95%, delta method, Student’s t; shown from 10 responses")),
        (
            _("Ranked discrepancy"),
            _(
                "100 × (people with ability above importance − people below) / n; shown from 10 "
                "responses; not verified"
            ),
        ),
        (
            _("Withheld"),
            interpolate(
                _("Fewer than %(k)s responses, or withheld so that those cannot be worked out"),
                k=ranking.assessment.suppression_k,
            ),
        ),
        (_("Ranked by"), group_label(by) if by else _("All groups, weighted")),
        (_("Area"), area or _("All areas")),
        (_("Respondents"), segment.label if segment else _("All")),
        (_("Weights"), ", ".join(f"{group_label(code)} {ranking.weights[code]}" for code in ranking.codes)),
        (_("Checksum of the responses"), ranking.public_digest),
    ]
    if plan:
        text = interpolate(
            _("%(draws)s weightings, each weight within ±%(within)s%%, seed %(seed)s"),
            draws=plan["draws"],
            within=round(plan["within"] * 100),
            seed=plan["seed"],
        )
        notes.append((_("Robustness"), text))
    return notes


def cell_value(cell: Cell | None, name: str) -> Any:
    """The value or the reason for its absence, because an empty cell would be read as zero."""
    value = getattr(cell, name) if cell else None
    if value is not None:
        return _rounded(value)
    return _("withheld") if cell and cell.reason == "suppressed" else _("no responses")


def _rounded(value: Any) -> Any:
    return round_half_up(value, 2) if isinstance(value, Decimal) else value
