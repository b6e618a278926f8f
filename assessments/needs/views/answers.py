"""Single answers of a personal collection, for the team that asked: nothing of it while answers still come in."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments.collection.exporting import said_in, sent_to, workbook_of
from assessments.collection.models import Collection
from assessments.needs import policies
from assessments.needs.desk import frame
from assessments.needs.models import NeedsAssessment, StakeholderGroup
from assessments.needs.queries import label_of
from portal.access.decorators import allow
from portal.tables.export import workbook_response
from portal.tables.listing import Column, Listing
from portal.ui.pages import render_page


def _readable(assessment: NeedsAssessment) -> Collection:
    """Raises Http404 unless the answers are personal and the assessment is closed."""
    collection = assessment.collection
    is_closed = assessment.state == NeedsAssessment.State.CLOSED
    if not is_closed or collection.anonymity != Collection.Anonymity.NAMED:
        raise Http404
    return collection


@allow(policies.may_manage, NeedsAssessment)
@require_GET
def answers(request: HttpRequest, assessment: NeedsAssessment) -> HttpResponse:
    """Who answered, each with the way to what they said; the whole as a workbook."""
    collection = _readable(assessment)
    if request.GET.get("export") == "all":
        book = workbook_of(collection, language=translation.get_language() or "en")
        return workbook_response("answers", book)
    listing = Listing(
        request,
        sent_to(collection),
        name="answers",
        columns=[
            Column("person", _("Respondent"), value=lambda row: row.invitation.name or row.invitation.email),
            Column("group", _("Group"), sort="group_code", value=lambda row: label_of(row.group_code)),
            Column("jurisdiction", _("Jurisdiction"), sort="jurisdiction__name"),
            Column("language", _("Language"), sort="language"),
            Column("submitted_at", _("Submitted"), sort="submitted_at"),
        ],
        search=["invitation__name", "invitation__email"],
        default_sort="-submitted_at",
    )
    groups = {code: str(label) for code, label in StakeholderGroup.Code.choices}
    return listing.response(
        "assessments/needs/answers.html", groups=groups, **frame(request.user, assessment)
    )


@allow(policies.may_manage, NeedsAssessment)
@require_GET
def answer(request: HttpRequest, assessment: NeedsAssessment, response_id: UUID) -> HttpResponse:
    """What one person said, question by question, in the reader's language."""
    collection = _readable(assessment)
    response = sent_to(collection).filter(pk=response_id).first()
    if response is None:
        raise Http404
    rows = said_in(response, translation.get_language() or response.language)
    return render_page(
        request,
        "assessments/needs/answer.html",
        response=response,
        rows=rows,
        group=label_of(response.group_code),
        **frame(request.user, assessment),
    )
