"""Queries shared by the pages of the analysis: frozen cells as plain values."""

from collections.abc import Iterable
from typing import Any

from assessments.analysis.disagreement import PublishedScore
from assessments.needs.models import Ranking
from assessments.needs.queries import RankedRow


def shown_cells(rows: Iterable[RankedRow]) -> dict[int, dict[str, PublishedScore]]:
    """Competency -> group -> score, where it can be published."""
    return {
        row.competency.pk: {
            code: PublishedScore(cell.score, cell.low, cell.high)
            for code, cell in row.groups.items()
            if cell.score is not None
        }
        for row in rows
    }


DIMENSIONS = ("group", "jurisdiction", "language", "court_level")
COLUMNS = (
    "n",
    "importance",
    "ability",
    "score",
    "low",
    "high",
    "spread",
    "rank",
    "rds",
    "rds_rank",
    "reason",
)


def cells_in(ranking: Ranking, dimension: str, segment: str = "") -> list[dict[str, Any]]:
    """Every frozen cell of one dimension as (segment, competency code, group, figures): one query.

    `segment` narrows to one jurisdiction's code, language or level.
    """
    part_column = {"group": None, "jurisdiction": "jurisdiction__code"}.get(dimension, "segment")
    rows: Any = ranking.ranked_needs if dimension == "group" else ranking.jurisdiction_needs
    if dimension in ("language", "court_level"):
        rows = ranking.segment_needs.filter(dimension=dimension)
    if segment and part_column:
        rows = rows.filter(**{part_column: segment})
    names = ["competency__code", "group_code", *COLUMNS]
    names += [part_column] if part_column else ["top_share"]
    ordered = rows.order_by(*([part_column] if part_column else []), "group_code", "rank", "competency__code")
    return [
        {
            "dimension": dimension,
            "segment": row.pop(part_column) if part_column else "",
            "competency": row.pop("competency__code"),
            "group": row.pop("group_code"),
            "top_share": row.pop("top_share", None),
            **row,
        }
        for row in ordered.values(*names)
    ]
