"""Drawings of court figures: the portal's own charts, wide for desks and narrow for phones."""

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evaluations.indicators.queries import Figures
from portal.documents import trends
from portal.documents.canvas import Frame


def cases_in_and_out(figures: Figures, *, narrow: bool = False) -> SafeString:
    """Incoming and resolved cases of all courts by year; years in which a court went missing leave a gap."""
    rows = {row.year: row for row in figures.year_rows() if figures.is_complete(row.year)}
    years = figures.years
    first, last = rows[min(rows)], rows[max(rows)]
    title = _("Resolved: %(a)s in %(first)s, %(b)s in %(last)s. Incoming: %(c)s and %(d)s.") % {
        "a": first.resolved, "b": last.resolved, "c": first.incoming, "d": last.incoming,
        "first": first.year, "last": last.year,
    }  # fmt: skip
    language = get_language() or "en"
    frame = Frame(width=330 if narrow else 720, text=12, language=language, show=lambda v: f"{v:,.0f}")
    series = [
        trends.Series(_("resolved"), [float(rows[y].resolved) if y in rows else None for y in years]),
        trends.Series(
            _("incoming"), [float(rows[y].incoming) if y in rows else None for y in years], strong=False
        ),
    ]
    periods = _sparse(years) if narrow else [str(year) for year in years]
    return _drawn(trends.lines(frame, title, periods, series, height=200 if narrow else 260))


def _sparse(years: Sequence[int]) -> list[str]:
    """Three or four labels: a phone has no room for the ten that the chart would write."""
    written = -(-len(years) // 10)
    step = written * max(1, -(-len(years) // (3 * written)))
    return [str(year) if i % step == 0 else "" for i, year in enumerate(years)]


def spark(values: Sequence[float | None], title: str, *, target: float | None = None) -> SafeString:
    return _drawn(trends.spark(values, title, target=target))


def _drawn(svg: str) -> SafeString:
    return mark_safe(svg)  # noqa: S308  # our own drawing; every word in it was escaped there
