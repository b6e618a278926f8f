"""Comments of an assessment: coordinators code them; everyone who reads results gets the redacted ones."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from assessments.analysis.comment_pages import CommentPages, coding_page, comment_page, shared_page
from assessments.needs import policies
from assessments.needs.base_context import base_context
from assessments.needs.models import NeedsAssessment
from portal.access.decorators import allow
from portal.access.users import SignedInRequest


def _pages(request: SignedInRequest, assessment: NeedsAssessment) -> CommentPages:
    is_over = assessment.state == NeedsAssessment.State.CLOSED
    return CommentPages(
        about=assessment, collection=assessment.collection if is_over else None, url_namespace="assessments:analysis",
        templates="assessments/analysis", frame=base_context(request.user, assessment), k=assessment.suppression_k,
    )  # fmt: skip


@allow(policies.may_manage, NeedsAssessment)
@require_GET
def coding(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    return coding_page(request, _pages(request, assessment))


@allow(policies.may_manage, NeedsAssessment)
@require_http_methods(["GET", "POST"])
def comment(request: SignedInRequest, assessment: NeedsAssessment, code: str) -> HttpResponse:
    return comment_page(request, _pages(request, assessment), code)


@allow(policies.may_read, NeedsAssessment)
@require_GET
def shared(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    return shared_page(request, _pages(request, assessment))
