"""Single responses of a named collection, for the team, after it is closed."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments.collection.models import Collection
from assessments.collection.response_export import answer_rows, submitted_responses, workbook_of
from assessments.needs import policies
from assessments.needs.base_context import base_context
from assessments.needs.models import NeedsAssessment, StakeholderGroup
from assessments.needs.queries import group_label
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.tables.export import workbook_response
from portal.tables.listing import Column, Listing
from portal.ui.pages import render_page


def _readable(assessment: NeedsAssessment) -> Collection:
    """Raises Http404 unless the collection is named and the assessment closed."""
    collection = assessment.collection
    is_closed = assessment.state == NeedsAssessment.State.CLOSED
    if not is_closed or collection.anonymity != Collection.Anonymity.NAMED:
        raise Http404
    return collection


@allow(policies.may_manage, NeedsAssessment)
@require_GET
def responses(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    """The respondents with links to their responses; everything as a workbook."""
    collection = _readable(assessment)
    if request.GET.get("export") == "all":
        book = workbook_of(collection, language=translation.get_language() or "en")
        return workbook_response("answers", book)
    listing = Listing(
        request,
        submitted_responses(collection),
        name="answers",
        columns=[
            Column("person", _("Respondent"), value=lambda row: row.invitation.name or row.invitation.email),
            Column("group", _("Group"), sort="group_code", value=lambda row: group_label(row.group_code)),
            Column("jurisdiction", _("Jurisdiction"), sort="jurisdiction__name"),
            Column("language", _("Language"), sort="language"),
            Column("submitted_at", _("Submitted"), sort="submitted_at"),
        ],
        search=["invitation__name", "invitation__email"],
        default_sort="-submitted_at",
    )
    groups = {code: str(label) for code, label in StakeholderGroup.Code.choices}
    return listing.response(
        "assessments/needs/responses.html", groups=groups, **base_context(request.user, assessment)
    )


@allow(policies.may_manage, NeedsAssessment)
@require_GET
def response(request: SignedInRequest, assessment: NeedsAssessment, response_id: UUID) -> HttpResponse:
    """One person's response, question by question, in the reader's language."""
    collection = _readable(assessment)
    response = submitted_responses(collection).filter(pk=response_id).first()
    if response is None:
        raise Http404
    rows = answer_rows(response, translation.get_language() or response.language)
    return render_page(
        request,
        "assessments/needs/response.html",
        response=response,
        rows=rows,
        group=group_label(response.group_code),
        **base_context(request.user, assessment),
    )
