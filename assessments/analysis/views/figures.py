"""Every frozen cell as a file, one dimension at a time: the same rows as on the pages and in the API."""

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments.analysis.queries import COLUMNS, DIMENSIONS, cells_in
from assessments.needs import policies
from assessments.needs.models import NeedsAssessment, Ranking
from assessments.needs.queries import latest_ranking
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.languages.numbers import interpolate
from portal.tables.export import csv_response, xlsx_response

NAMES = ("dimension", "segment", "competency", "group", *COLUMNS, "top_share")


@allow(policies.may_read, NeedsAssessment)
@require_GET
def figures(
    _request: SignedInRequest, assessment: NeedsAssessment, dimension: str, kind: str
) -> HttpResponse:
    """CSV or XLSX with the API's field names as headings. A withheld cell has its reason and no figure."""
    ranking = latest_ranking(assessment)
    if ranking is None or dimension not in DIMENSIONS or kind not in ("csv", "xlsx"):
        raise Http404
    rows = [[_plain(row[name]) for name in NAMES] for row in cells_in(ranking, dimension)]
    name = f"needs-figures-{dimension}"
    if kind == "csv":
        return csv_response(name, NAMES, rows)
    return xlsx_response(name, NAMES, rows, notes=_notes(ranking))


def _plain(value: Any) -> Any:
    """Figures keep their full precision."""
    return value.normalize() + 0 if isinstance(value, Decimal) else value


def _notes(ranking: Ranking) -> list[tuple[str, str]]:
    return [
        (_("Assessment"), str(ranking.assessment)),
        (_("Group"), _("Empty = all groups combined, with the agreed weights")),
        (
            _("Reason"),
            interpolate(
                _(
                    "suppressed: fewer than %(k)s responses, or withheld to protect them; no_data: no responses"
                ),
                k=ranking.assessment.suppression_k,
            ),
        ),
        (
            _("rds"),
            _(
                "Ranked discrepancy. Its formula has not been verified, and it is not used in "
                "any other figure."
            ),
        ),
        (_("Checksum of the responses"), ranking.public_digest),
    ]
