"""Reads that the pages of the analysis share: frozen cells as plain values."""

from collections.abc import Iterable
from typing import Any

from assessments.analysis.disagreement import PublishedScore
from assessments.needs.models import Ranking
from assessments.needs.queries import RankedRow


def shown_cells(rows: Iterable[RankedRow]) -> dict[int, dict[str, PublishedScore]]:
    """Competency -> group -> score that may be told."""
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


def cells_in(ranking: Ranking, dimension: str, part: str = "") -> list[dict[str, Any]]:
    """Every frozen cell of one dimension as (part, competency code, group, figures): one query.

    `part` narrows to one jurisdiction's code, language or level.
    """
    part_column = {"group": None, "jurisdiction": "jurisdiction__code"}.get(dimension, "part")
    rows: Any = ranking.ranked_needs if dimension == "group" else ranking.place_needs
    if dimension in ("language", "court_level"):
        rows = ranking.part_needs.filter(dimension=dimension)
    if part and part_column:
        rows = rows.filter(**{part_column: part})
    names = ["competency__code", "group_code", *COLUMNS]
    names += [part_column] if part_column else ["stays_in_top"]
    ordered = rows.order_by(*([part_column] if part_column else []), "group_code", "rank", "competency__code")
    return [
        {
            "dimension": dimension,
            "part": row.pop(part_column) if part_column else "",
            "competency": row.pop("competency__code"),
            "group": row.pop("group_code"),
            "stays_in_top": row.pop("stays_in_top", None),
            **row,
        }
        for row in ordered.values(*names)
    ]
