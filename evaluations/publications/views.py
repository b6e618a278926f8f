"""Public pages: released summaries with the frozen headline figures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from evaluations.publications import services
from evaluations.publications.findings import by_assessment, published
from evaluations.publications.forms import ReleaseForm
from evaluations.publications.models import Publication
from evaluations.reports import policies
from evaluations.reports.models import ImpactReport
from evaluations.reports.rendering.sections import build_sections
from evaluations.reports.snapshot.reader import SnapshotReader
from portal.access.decorators import allow
from portal.access.policies import everyone
from portal.access.users import SignedInRequest
from portal.documents.canvas import ChartStyle
from portal.ui.pages import render_page


@allow(everyone)
@require_GET
def publications(request: HttpRequest) -> HttpResponse:
    rows = Publication.objects.visible_to(request.user).select_related("report__programme")
    by_need = by_assessment(published(request.user)[:200], language=get_language() or "en")
    return render_page(
        request, "evaluations/publications/publications.html", publications=rows[:100], findings=by_need
    )


@allow(everyone)
@require_GET
def publication(request: HttpRequest, public_id: str) -> HttpResponse:
    """One report's summary. Withdrawn summaries are 404 for everyone."""
    visible = Publication.objects.visible_to(request.user).select_related(
        "report__programme", "report__snapshot"
    )
    row = get_object_or_404(visible, public_id=public_id)
    snapshot = SnapshotReader(row.report)
    summary = next(
        section
        for section in build_sections(snapshot, ChartStyle(language=get_language() or "en"))
        if section.id == "summary"
    )
    figures = next(block for block in summary.blocks if block["kind"] == "figures")
    opens_chains = ImpactReport.objects.visible_to(request.user).filter(pk=row.report_id).exists()
    return render_page(
        request, "evaluations/publications/publication.html", publication=row, figures=figures,
        opens_chains=opens_chains,
    )  # fmt: skip


@allow(policies.may_coordinate, ImpactReport)
@require_http_methods(["GET", "POST"])
def release(request: SignedInRequest, report: ImpactReport) -> HttpResponse:
    current = Publication.objects.filter(report=report, withdrawn_at=None).first()
    form = ReleaseForm(
        request.POST if request.method == "POST" else None,
        initial={"summary": current.summary if current else ""},
    )
    if request.method == "POST" and request.POST.get("act") == "withdraw" and current:
        services.withdraw(publication=current, by=request.user)
        return redirect("evaluations:reports:report", report.public_id)
    if form.is_valid():
        with form.map_domain_errors():
            made = services.release(report=report, by=request.user, **form.cleaned_data)
            return redirect("evaluations:publications:publication", made.public_id)
    return render_page(
        request, "evaluations/publications/release.html", form=form, report=report, current=current
    )
