"""The frozen figures that findings can quote by name, formatted in the active language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assessments.needs.models import Ranking
from assessments.needs.queries import Cell, RankedRow, frozen_responses, group_label, ranked_rows
from portal.figures.formatting import rounded, with_percent_sign

NAME = re.compile(r"\{([^{}\s]+)\}")


@dataclass(frozen=True)
class QuotedFigures:
    """`shown` maps a name to its formatted value; withheld figures are shown as withheld."""

    ranking: Ranking
    rows: list[RankedRow]
    shown: dict[str, str]
    headline: dict[str, Any]
    rates: dict[str, Decimal]  # group -> response rate in percent, only where it shows

    def unknown(self, text: str) -> str | None:
        """The first name in the text that is not a figure's."""
        return next((name for name in NAME.findall(text) if name not in self.shown), None)

    def fill_placeholders(self, text: str) -> str:
        """The text with each name replaced by its figure. Unknown names stay as they are."""
        return NAME.sub(lambda match: self.shown.get(match[1], match[0]), text)


def load_quoted_figures(ranking: Ranking) -> QuotedFigures:
    """All figures of one ranking in five queries. Nothing is calculated except rounding."""
    rows = ranked_rows(ranking)
    headline, groups = frozen_responses(ranking)
    shown = {
        "answers.invited": _formatted(headline["invited"], 0),
        "answers.complete": _formatted(headline["complete"], 0),
        "answers.rate": _percent(headline["rate"].value),
        "answers.rr1": _percent(headline["rr1"].value),
    }
    for group in groups:
        shown[f"answers.{group.code}.invited"] = _formatted(group.invited, 0)
        shown[f"answers.{group.code}.complete"] = _formatted(group.complete, 0)
        shown[f"answers.{group.code}.rate"] = _percent(group.rate.value)
    for row in rows:
        shown |= dict(_of_row(row))
    for reliability in ranking.reliabilities.select_related("section"):
        shown[f"{reliability.section.code}.alpha.{reliability.scale}"] = _formatted(reliability.alpha, 2)
    if ranking.robustness:
        shown["weightings.draws"] = _formatted(ranking.robustness["draws"], 0)
        shown["weightings.within"] = _percent(Decimal(str(ranking.robustness["within"])) * 100)
    rates = {group.code: group.rate.value for group in groups if group.rate.value is not None}
    return QuotedFigures(ranking, rows, shown, headline, rates)


def _of_row(row: RankedRow) -> Iterator[tuple[str, str]]:
    code = row.competency.code
    yield f"{code}.task", str(row.competency)
    yield from _of_cell(code, row.overall)
    if row.overall is not None:
        yield f"{code}.apart", _formatted(row.overall.spread, 2)
        stays = getattr(row.overall, "top_share", None)
        yield f"{code}.stays", _percent(None if stays is None else stays * 100)
    for group, cell in row.groups.items():
        yield from _of_cell(f"{code}.{group}", cell)
        yield f"{code}.{group}.name", group_label(group)


def _of_cell(name: str, cell: Cell | None) -> Iterator[tuple[str, str]]:
    columns: tuple[tuple[str, int], ...] = (
        ("n", 0), ("score", 2), ("importance", 1), ("ability", 1), ("low", 2), ("high", 2), ("rank", 0), ("rds", 0),
    )  # fmt: skip
    for column, digits in columns:
        yield f"{name}.{column}", _formatted(getattr(cell, column, None), digits)


def _formatted(value: Any, columns: int) -> str:
    if value is None:
        return _("withheld")
    return rounded(value, columns)


def _percent(value: Decimal | None) -> str:
    return _("withheld") if value is None else with_percent_sign(rounded(value, 0))
