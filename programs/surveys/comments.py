"""Comments in a survey: coordinators read and code them; faculty and mentors see the shared ones."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from assessments.analysis.comment_pages import CommentPages, coding_page, comment_page, shared_page
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from programs.surveys import policies
from programs.surveys.models import CohortSurvey


def _pages(request: SignedInRequest, survey: CohortSurvey) -> CommentPages:
    if survey.is_report:  # coordinators read complete reports instead of single comments
        raise Http404
    is_closed = survey.state == CohortSurvey.State.CLOSED
    return CommentPages(
        about=survey, collection=survey.collection if is_closed else None, url_namespace="programs:surveys",
        templates="programs/surveys",
        frame={
            "survey": survey, "cohort": survey.cohort, "may_manage": policies.may_manage(request.user, survey),
        },
    )  # fmt: skip


@allow(policies.may_manage, CohortSurvey)
@require_GET
def coding(request: SignedInRequest, survey: CohortSurvey) -> HttpResponse:
    return coding_page(request, _pages(request, survey))


@allow(policies.may_manage, CohortSurvey)
@require_http_methods(["GET", "POST"])
def comment(request: SignedInRequest, survey: CohortSurvey, code: str) -> HttpResponse:
    return comment_page(request, _pages(request, survey), code)


@allow(policies.may_read, CohortSurvey)
@require_GET
def shared(request: SignedInRequest, survey: CohortSurvey) -> HttpResponse:
    return shared_page(request, _pages(request, survey))
