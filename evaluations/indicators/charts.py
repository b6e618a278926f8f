"""Charts of court figures, in a wide version for desktops and a narrow one for phones."""

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evaluations.indicators.queries import CourtFigures
from portal.documents import trends
from portal.documents.canvas import ChartStyle
from portal.languages.numbers import digits, interpolate, number_format


def cases_in_and_out(figures: CourtFigures, *, narrow: bool = False) -> SafeString:
    """Incoming and resolved cases by year, up to the last complete year; a sum of fewer courts looks like a fall."""
    rows = {row.year: row for row in figures.year_rows()}
    years = [year for year in figures.years if year <= (figures.last_complete_year or year)]
    returns = [rows[year] for year in years if year in rows]
    title = interpolate(
        _("Resolved: %(a)s in %(first)s, %(b)s in %(last)s. Incoming: %(c)s and %(d)s."),
        a=returns[0].resolved,
        b=returns[-1].resolved,
        c=returns[0].incoming,
        d=returns[-1].incoming,
        first=returns[0].year,
        last=returns[-1].year,
    )
    frame = ChartStyle(
        width=330 if narrow else 720,
        text=12,
        language=get_language() or "en",
        show=lambda v: number_format(round(v), force_grouping=True),
    )
    series = [
        trends.Series(_("resolved"), [float(rows[y].resolved) if y in rows else None for y in years]),
        trends.Series(
            _("incoming"), [float(rows[y].incoming) if y in rows else None for y in years], strong=False
        ),
    ]
    shown = years if not narrow else [year if i % 3 == 0 else "" for i, year in enumerate(years)]
    return _svg(trends.lines(frame, title, [digits(y) for y in shown], series, height=200 if narrow else 260))


def spark(values: Sequence[float | None], title: str, *, target: float | None = None) -> SafeString:
    return _svg(trends.spark(values, title, target=target))


def _svg(svg: str) -> SafeString:
    return mark_safe(svg)  # noqa: S308  # our own drawing; every word in it was escaped there
