"""Render rows of score cells in Python, because a results page has hundreds and templates would be slow."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from portal.figures.formatting import rounded

register = template.Library()
BAR = (
    '<svg class="bar soft" aria-hidden="true"><rect class="track" width="100%" height="100%"/>'
    '<rect width="{}%" height="100%"/></svg><span class="v">{}</span>'
)


@register.simple_tag
def score_cells(cells: Iterable[tuple[str, Any, str]]) -> SafeString:
    """A table cell for each (label, cell, width in percent): bar and score, or the reason why there is none."""
    withheld: dict[str, str] = {}
    out = []
    for label, cell, width in cells:
        if cell is None:
            inner = "–"
        elif cell.score is not None:
            inner = BAR.format(width, escape(rounded(cell.score, 1)))
        else:
            if cell.reason not in withheld:
                withheld[cell.reason] = render_to_string(
                    "assessments/needs/_withheld.html", {"reason": cell.reason}
                )
            inner = withheld[cell.reason]
        out.append(f'<td data-label="{escape(label)}">{inner}</td>')
    return mark_safe("".join(out))  # noqa: S308  # label and number are escaped, the rest is constant
