"""The answers beside the ratings: choices, numbers and rankings over all groups, as a page and as a file."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments.analysis.others import Line, lines_of
from assessments.needs import policies
from assessments.needs.desk import frame
from assessments.needs.models import NeedsAssessment
from portal.access.decorators import allow
from portal.figures.figure import round_half_up
from portal.tables.export import csv_response, xlsx_response
from portal.ui.pages import page


@allow(policies.may_read, NeedsAssessment)
@require_GET
def others(request: HttpRequest, assessment: NeedsAssessment) -> HttpResponse:
    if assessment.state != NeedsAssessment.State.CLOSED:
        raise Http404
    lines = lines_of(assessment)
    kind = request.GET.get("export", "")
    if kind in ("csv", "xlsx"):
        head = [_("Question"), _("Words"), _("People who answered"), _("Choice or measure"), _("Value")]
        rows = (row for line in lines for row in _rows(line))
        return (csv_response if kind == "csv" else xlsx_response)("other-questions", head, rows)
    return page(request, "assessments/analysis/others.html", lines=lines, **frame(request.user, assessment))


def _rows(line: Line) -> Iterator[list[Any]]:
    """What the page shows, withheld where it withholds."""
    withheld = _("withheld")
    about = [line.asked.name, line.asked.label, withheld if line.people is None else line.people]
    if line.is_withheld:
        yield [*about, "", withheld if line.people != 0 else _("nobody answered")]
    for label, people, _width in line.bars or ():
        yield [*about, label, withheld if people is None else people]
    for label, place in line.places or ():
        yield [*about, _("Mean place: %(choice)s") % {"choice": label}, round_half_up(place, 2)]
    if line.middle:
        measures = ((_("Lower quartile"), line.middle.lower), (_("Median"), line.middle.median),
                    (_("Upper quartile"), line.middle.upper), (_("Mean"), line.middle.mean))  # fmt: skip
        for label, value in measures:
            yield [*about, label, None if value is None else round_half_up(value, 2)]
