"""Pages of reports: the list, the report from its snapshot, and the steps to publication."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations.reports import policies, services
from evaluations.reports.forms import NarrativeForm, ReportForm
from evaluations.reports.models import ImpactReport, ReportSnapshot
from evaluations.reports.rendering.section_cache import sections
from evaluations.reports.snapshot.reader import SnapshotReader
from portal.access.decorators import allow
from portal.access.errors import DomainError
from portal.access.users import SignedInRequest
from portal.jobs.models import Job
from portal.tables.listing import Column, Listing
from portal.ui.forms import PortalForm
from portal.ui.pages import form_page, post_data, render_page
from programs.programmes.models import Programme


@allow(policies.may_list)
@require_GET
def reports(request: SignedInRequest) -> HttpResponse:
    """Every report that the person may see, with its PDF."""
    rows = (
        ImpactReport.objects.visible_to(request.user)
        .select_related("programme")
        .prefetch_related("files__file")
    )
    listing = Listing(
        request,
        rows,
        name="reports",
        columns=[
            Column("title", _("Report"), sort="title"),
            Column("programme", _("Programme"), sort="programme__title"),
            Column("ends", _("Period"), sort="ends"),
            Column("number", _("Edition"), numeric=True),
            Column("state", _("Status"), sort="state", value=lambda r: r.get_state_display()),
        ],
        search=["title", "programme__title", "programme__code"],
        default_sort="-ends",
    )
    return listing.response("evaluations/reports/reports.html", may_create=policies.may_create(request.user))


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@allow(policies.may_create)
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    programme_id = _uuid(request.GET.get("programme", ""))
    initial = {"programme": Programme.objects.filter(public_id=programme_id).first()} if programme_id else {}
    home = reverse("evaluations:reports:reports")
    return form_page(
        request,
        ReportForm(post_data(request), user=request.user, initial=initial),
        services.make_report,
        success_url=lambda row: reverse("evaluations:reports:report", args=[row.public_id]),
        heading=_("Create a report"),
        submit=_("Create report"),
        breadcrumbs=[(home, _("Impact reports"))],
        lead=_("You freeze the figures, and someone else approves them before any file is created."),
    )


@allow(policies.may_read, ImpactReport)
@require_GET
def report(request: SignedInRequest, report: ImpactReport) -> HttpResponse:
    return _page(request, report)


def _page(
    request: SignedInRequest, report: ImpactReport, error_form: PortalForm | None = None
) -> HttpResponse:
    report = ImpactReport.objects.select_related("programme", "replaces").get(pk=report.pk)
    snapshot = (
        ReportSnapshot.objects.select_related("frozen_by__person", "approved_by__person")
        .filter(report=report)
        .first()
    )
    files = list(report.files.select_related("file").order_by("kind", "language"))
    if snapshot is not None:
        report.snapshot = snapshot
    pdfs = [file for file in files if file.kind == "pdf"]
    return render_page(
        request,
        "evaluations/reports/report.html",
        report=report,
        newer=ImpactReport.objects.visible_to(request.user).filter(replaces=report).first(),
        snapshot=snapshot,
        files=files,
        main=next((f for f in pdfs if f.language == get_language()), pdfs[0] if pdfs else None),
        sections=sections(report) if snapshot else "",
        error_form=error_form or PortalForm(),
        may_coordinate=policies.may_coordinate(request.user, report),
        job=Job.objects.open()
        .filter(kind__in=[services.FREEZE, services.CREATE_FILES], target_id=report.pk)
        .first(),
    )


@allow(policies.may_coordinate, ImpactReport)
@require_POST
def freeze(request: SignedInRequest, report: ImpactReport) -> HttpResponse:
    return _run_step(
        request, report, lambda: redirect(services.start_freezing(report=report, by=request.user))
    )


@allow(policies.may_approve, ImpactReport)
@require_POST
def approve(request: SignedInRequest, report: ImpactReport) -> HttpResponse:
    return _run_step(request, report, lambda: redirect(services.approve(report=report, by=request.user)))


@allow(policies.may_coordinate, ImpactReport)
@require_POST
def publish(request: SignedInRequest, report: ImpactReport) -> HttpResponse:
    return _run_step(request, report, lambda: _report_url(services.publish(report=report, by=request.user)))


@allow(policies.may_coordinate, ImpactReport)
@require_POST
def withdraw(request: SignedInRequest, report: ImpactReport) -> HttpResponse:
    return _run_step(request, report, lambda: _report_url(services.withdraw(report=report, by=request.user)))


def _report_url(report: ImpactReport) -> HttpResponse:
    return redirect("evaluations:reports:report", report.public_id)


def _run_step(request: SignedInRequest, report: ImpactReport, take: Any) -> HttpResponse:
    """Run a step, or show the report again with the error."""
    error_form = PortalForm({})
    try:
        return take()
    except DomainError as error:
        error_form.add_error(None, str(error))
    return _page(request, report, error_form)


@allow(policies.may_coordinate, ImpactReport)
@require_http_methods(["GET", "POST"])
def narrative(request: SignedInRequest, report: ImpactReport) -> HttpResponse:
    """Edit the narrative, next to the list of figure keys."""
    if not ReportSnapshot.objects.filter(report=report).exists():
        return redirect("evaluations:reports:report", report.public_id)
    initial = {**report.narrative, "revision": report.revision}
    form = NarrativeForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        with form.map_domain_errors():
            services.write_narrative(
                report=report,
                narrative=form.narrative,
                revision=form.cleaned_data["revision"],
                by=request.user,
            )
            return _report_url(report)
    snapshot = SnapshotReader(report)
    names = [(key, snapshot.show(key)) for key in snapshot.figures]
    return render_page(request, "evaluations/reports/narrative.html", form=form, report=report, names=names)
