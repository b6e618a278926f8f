"""The pages of imports: list, upload and columns."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from portal.access.decorators import allow
from portal.access.errors import DomainError
from portal.access.users import SignedInRequest
from portal.jobs.models import Job
from portal.tables.imports import file_reader, importers, policies, presentation, services, staging
from portal.tables.imports.errors import FileRejectedError
from portal.tables.imports.forms import LayoutForm
from portal.tables.models import ImportBatch
from portal.ui.pages import render_page

State = ImportBatch.State

PER_PAGE = 50


@allow(policies.may_import)
@require_GET
def batches(request: SignedInRequest) -> HttpResponse:
    rows = (
        ImportBatch.objects.visible_to(request.user)
        .select_related("by__person")
        .defer("content")
        .order_by("-pk")
    )
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    importers_by_name = {kind.name: kind for kind in importers.usable_by(request.user)}
    return render_page(
        request,
        "portal/tables/imports/batches.html",
        batches=[
            (row, importers_by_name[row.kind].title if row.kind in importers_by_name else row.kind)
            for row in shown
        ],
        shown=shown,
        kinds=importers_by_name.values(),
    )


@allow(policies.may_import)
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest, kind: str) -> HttpResponse:
    try:
        chosen = importers.get(kind)
    except LookupError as error:
        raise Http404 from error
    if not chosen.may_use(request.user):
        raise Http404
    posted = request.method == "POST"
    form = chosen.form(
        request.POST if posted else None,
        request.FILES if posted else None,
        user=request.user,
        initial={"jurisdiction": request.GET.get("jurisdiction")},
    )
    if form.is_valid():
        with form.map_domain_errors():
            params = chosen.params_from_form(form.cleaned_data)
            batch = services.upload(
                kind=chosen, file=form.cleaned_data["file"], params=params, by=request.user
            )
            return redirect("imports:batch", batch.public_id)
    return render_page(request, "portal/tables/imports/new.html", form=form, kind=chosen)


@allow(policies.may_import, ImportBatch)
@require_GET
def batch(request: SignedInRequest, batch: ImportBatch) -> HttpResponse:
    """Redirect to the page of the current step."""
    job = _open_job(batch)
    if job is not None:
        return redirect(job.get_absolute_url())
    if batch.state == State.STAGING:
        return redirect("imports:columns", batch.public_id)
    if batch.state in (State.MAPPING, State.REJECTED):
        return redirect("imports:columns", batch.public_id)
    if batch.state == State.COMMITTED:
        return redirect("imports:saved", batch.public_id)
    return redirect("imports:rows", batch.public_id)


def _open_job(batch: ImportBatch) -> Job | None:
    return Job.objects.open().filter(key=f"import:{batch.pk}", kind__startswith="imports.").first()


@allow(policies.may_import, ImportBatch)
@require_http_methods(["GET", "POST"])
def columns(request: SignedInRequest, batch: ImportBatch) -> HttpResponse:
    """Match the columns to fields, or with `act=read`, read the file again with another layout."""
    if batch.state in (State.COMMITTED, State.UNDONE):
        return redirect("imports:batch", batch.public_id)
    read = request.POST.get("act") == "read"
    refusal: DomainError | None = None
    try:
        preview = file_reader.preview_file(bytes(batch.content or b""), staging.layout_of(batch))
    except FileRejectedError as error:  # the chosen layout does not fit
        preview, refusal = file_reader.FilePreview(staging.layout_of(batch), batch.headings, []), error
    layout_form = LayoutForm(request.POST if read else None, batch=batch, sheets=preview.sheets)
    if read and layout_form.is_valid():
        with layout_form.map_domain_errors():
            services.restart_reading(batch=batch, layout=layout_form.layout())
            return redirect("imports:columns", batch.public_id)
    mapping = batch.mapping
    if request.method == "POST" and not read:
        mapping = {str(i): request.POST.get(f"col-{i}", "") for i in range(len(batch.headings))}
        try:
            services.map_columns(batch=batch, mapping=mapping, by=request.user)
            return redirect("imports:batch", batch.public_id)
        except DomainError as error:
            refusal = error
    return render_page(
        request,
        "portal/tables/imports/columns.html",
        step="columns",
        status=422 if refusal or layout_form.has_errors else 200,
        layout_form=layout_form,
        refusal=refusal,
        columns=_columns_shown(batch, preview, mapping, refusal),
        doubled=sorted(preview.doubled),
        required_fields=[str(field.label) for field in importers.get(batch.kind).fields if field.required],
        **presentation.header_context(batch),
    )


def _columns_shown(
    batch: ImportBatch, preview: file_reader.FilePreview, mapping: dict[str, str], refusal: DomainError | None
) -> list[dict[str, Any]]:
    return [
        {
            "name": f"col-{index}",
            "number": index + 1,
            "heading": heading,
            "samples": [row[index] for row in preview.samples if index < len(row) and row[index]],
            "chosen": mapping.get(str(index), ""),
            "doubled": heading in preview.doubled,
            "error": str(refusal) if refusal is not None and refusal.field == f"col-{index}" else "",
        }
        for index, heading in enumerate(batch.headings)
    ]
