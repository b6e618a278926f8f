"""Public page that the QR code of a report leads to: what was approved, and the hashes of the files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from evaluations.reports.models import ImpactReport, ReportSnapshot
from portal import error_pages
from portal.access.decorators import allow
from portal.access.policies import everyone
from portal.access.throttling import is_throttled
from portal.ui.pages import render_page

PRINTED = (ImpactReport.State.PUBLISHED, ImpactReport.State.WITHDRAWN)


@allow(everyone)
@require_GET
def verify_report(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show title, period, edition and hashes, which everyone with the file knows already, and no figures."""
    if is_throttled(request, scope="check-report", rate="60/minute"):
        return error_pages.too_many_requests(request, seconds=60)
    snapshot = (
        ReportSnapshot.objects.filter(report__public_id=public_id, report__state__in=PRINTED)
        .select_related("report")
        .first()
    )
    if snapshot is None:
        raise Http404
    response = render_page(
        request,
        "evaluations/reports/verify.html",
        report=snapshot.report,
        snapshot=snapshot,
        newer=ImpactReport.objects.filter(replaces=snapshot.report, state__in=PRINTED).first(),
        files=snapshot.report.files.select_related("file").order_by("kind", "language"),
    )
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
