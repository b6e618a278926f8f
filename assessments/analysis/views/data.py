"""Downloads: all figures as files, the anonymised data set and its codebook."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments.analysis import dataset
from assessments.analysis.models import AnonymisedData
from assessments.needs import policies
from assessments.needs.base_context import base_context
from assessments.needs.models import NeedsAssessment
from assessments.needs.queries import latest_ranking
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.ui.pages import render_page


@allow(policies.may_read, NeedsAssessment)
@require_GET
def data(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    """The files, and the form that creates the data set."""
    ranking = latest_ranking(assessment)
    context = base_context(request.user, assessment)
    if ranking is None:
        return render_page(request, "assessments/needs/no_results.html", **context)
    made = (
        AnonymisedData.objects.filter(ranking=ranking)
        .select_related("data", "question_results", "codebook")
        .first()
    )
    files = [
        ("group", _("All groups combined, and each group")),
        ("jurisdiction", _("By jurisdiction")),
        ("language", _("By response language")),
        ("court_level", _("By level of court")),
    ]
    return render_page(
        request, "assessments/analysis/data.html", ranking=ranking, made=made, files=files, **context
    )


@allow(policies.may_manage, NeedsAssessment)
@require_POST
def make_data(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    """Start the job. An existing data set is not replaced."""
    ranking = latest_ranking(assessment)
    if ranking is None:
        raise Http404
    return redirect(dataset.start_making(ranking=ranking, by=request.user))
