"""Results of choices, numbers and rankings over all groups, as a page and as a file."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from assessments.analysis.question_results.export import export_rows, headings
from assessments.analysis.question_results.overall import question_results
from assessments.needs import policies
from assessments.needs.base_context import base_context
from assessments.needs.models import NeedsAssessment
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.tables.export import csv_response, xlsx_response
from portal.ui.pages import render_page


@allow(policies.may_read, NeedsAssessment)
@require_GET
def other_questions(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    if assessment.state != NeedsAssessment.State.CLOSED:
        raise Http404
    lines = question_results(assessment.collection, k=assessment.suppression_k)
    kind = request.GET.get("export", "")
    if kind in ("csv", "xlsx"):
        rows = (row for line in lines for row in export_rows(line))
        return (csv_response if kind == "csv" else xlsx_response)("other-questions", headings(), rows)
    return render_page(
        request,
        "assessments/analysis/other_questions.html",
        lines=lines,
        **base_context(request.user, assessment),
    )
