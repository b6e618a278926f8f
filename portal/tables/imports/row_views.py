"""The pages for the rows of an import: check, save and undo."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.access.decorators import allow
from portal.access.errors import DomainError
from portal.access.users import Account, SignedInRequest
from portal.jobs.models import Job
from portal.languages.numbers import interpolate
from portal.tables.export import xlsx_response
from portal.tables.imports import commit, importers, policies, presentation, services, staging
from portal.tables.imports.messages import message_text
from portal.tables.models import ImportBatch, ImportRow
from portal.ui.pages import confirm_page, render_page

State = ImportBatch.State
TABS = ("open", "all", "invalid", "warnings", "changed", "new", "unchanged", "saved")
PER_PAGE = 50


@allow(policies.may_import, ImportBatch)
@require_http_methods(["GET", "POST"])
def rows(request: SignedInRequest, batch: ImportBatch) -> HttpResponse:
    """The rows with their status; corrections are entered in the table and checked on submit."""
    if batch.state not in (State.PREVIEW, State.COMMITTED, State.UNDONE):
        return redirect("imports:batch", batch.public_id)
    if request.method == "POST":
        changed = staging.correct(batch=batch, **_corrections(request))
        message = interpolate(
            ngettext("%(n)s row was checked again.", "%(n)s rows were checked again.", changed), n=changed
        )
        messages.success(request, message if changed else _("Nothing was changed."))
        return redirect(request.get_full_path())
    return _rows_page(request, batch)


def _corrections(request: SignedInRequest) -> dict[str, Any]:
    """The corrections in the POST data: inputs are named r<row>-<field> and note-<row>."""
    cells: dict[int, dict[str, str]] = {}
    notes: dict[int, str] = {}
    for name, text in request.POST.items():
        number, _dash, column = name.removeprefix("r").partition("-")
        if name.startswith("note-") and name[5:].isdecimal():
            notes[int(name[5:])] = str(text)[:1000]
        elif name.startswith("r") and number.isdecimal():
            cells.setdefault(int(number), {})[column] = str(text)[:500]
    return {"cells": cells, "notes": notes}


def _rows_page(
    request: SignedInRequest, batch: ImportBatch, *, refusal: DomainError | None = None
) -> HttpResponse:
    counts = presentation.counts_of(batch)
    tab = request.GET.get("tab", "")
    if tab not in TABS:
        tab = "open" if counts["invalid"] or counts["unexplained"] else "all"
    shown = Paginator(presentation.rows_of_tab(batch, tab), PER_PAGE).get_page(request.GET.get("page"))
    kind = importers.get(batch.kind)
    unknown = kind.unknown_names(batch) if kind.unknown_field and counts["invalid"] else []
    choices = presentation.choices_of(kind, batch) if unknown else []
    lines = presentation.lines_of(batch, list(shown.object_list))
    similar = kind.suggestions(batch, [name for name, _n in unknown]) if unknown else {}
    return render_page(
        request,
        "portal/tables/imports/rows.html",
        step="rows",
        status=422 if refusal else 200,
        refusal=refusal,
        counts=counts,
        undo_hours=int(commit.UNDO_WITHIN.total_seconds() // 3600),
        tab=tab,
        shown=shown,
        lines=lines,
        is_editable=any(cell.editable or cell.question for line in lines for cell in line.cells),
        fields=presentation.columns_of(kind, batch),
        problems=presentation.problems_of(batch) if counts["invalid"] or counts["unexplained"] else [],
        open_count=counts["invalid"] + counts["unexplained"],
        unknown=[(name, n, similar.get(name, [])) for name, n in unknown],
        unknown_choices=choices,
        **presentation.header_context(batch),
    )


@allow(policies.may_import, ImportBatch)
@require_POST
def explain(request: SignedInRequest, batch: ImportBatch) -> HttpResponse:
    """Set one reason for all rows with warnings that have none."""
    note = request.POST.get("note", "").strip()
    if not note:
        return _rows_page(
            request,
            batch,
            refusal=DomainError(_("Enter a reason for keeping the rows as they are."), field="note"),
        )
    n = staging.explain_all(batch=batch, note=note[:1000])
    messages.success(
        request,
        interpolate(
            ngettext("%(n)s row was kept with your note.", "%(n)s rows were kept with your note.", n), n=n
        ),
    )
    return redirect("imports:rows", batch.public_id)


@allow(policies.may_import, ImportBatch)
@require_POST
def resolve_names(request: SignedInRequest, batch: ImportBatch) -> HttpResponse:
    """Match unknown names to known ones, or create them, for all their rows."""
    kind = importers.get(batch.kind)
    create = []
    for number, (name, _rows) in enumerate(kind.unknown_names(batch)):
        answer = request.POST.get(f"name-{number}", "")
        if answer == "+":
            create.append(name)
        elif answer:
            staging.rename(batch=batch, old=name, new=answer)
    if create:
        kind.create_unknown(batch, create, request.user)
    return _check_again(request, batch)


@allow(policies.may_import, ImportBatch)
@require_POST
def check(request: SignedInRequest, batch: ImportBatch) -> HttpResponse:
    return _check_again(request, batch)


def _check_again(request: SignedInRequest, batch: ImportBatch) -> HttpResponse:
    job = services.restart_checking(batch=batch, by=request.user)
    return redirect(job.get_absolute_url()) if job else redirect("imports:rows", batch.public_id)


@allow(policies.may_import, ImportBatch)
@require_POST
def save(request: SignedInRequest, batch: ImportBatch) -> HttpResponse:
    try:
        done = services.save(batch=batch, by=request.user, whole=request.POST.get("part") == "all")
    except DomainError as error:
        return _rows_page(request, batch, refusal=error)
    return (
        redirect(done.get_absolute_url())
        if isinstance(done, Job)
        else redirect("imports:saved", batch.public_id)
    )


@allow(policies.may_import, ImportBatch)
@require_GET
def saved(request: SignedInRequest, batch: ImportBatch) -> HttpResponse:
    if batch.state != State.COMMITTED or batch.committed_at is None:
        return redirect("imports:batch", batch.public_id)
    return render_page(
        request,
        "portal/tables/imports/saved.html",
        step="saved",
        counts=presentation.counts_of(batch),
        may_undo=commit.can_undo(batch),
        next_step=importers.get(batch.kind).next_step(batch, request.user),
        until=batch.committed_at + commit.UNDO_WITHIN,
        **presentation.header_context(batch),
    )


@allow(policies.may_import, ImportBatch)
@require_http_methods(["GET", "POST"])
def undo(request: SignedInRequest, batch: ImportBatch) -> HttpResponse:
    counts = presentation.counts_of(batch)
    effect = _(
        "New records to delete: %(new)s. Changed records to restore: %(changed)s. The file and your "
        "corrections are kept."
    )
    return confirm_page(
        request, partial(_undo, request, batch), success_url=str,
        back=reverse("imports:batch", args=[batch.public_id]),
        question=_("Undo this import?"), confirm_label=_("Undo import"), cancel_label=_("Cancel"), danger=True,
        effect=interpolate(effect, new=counts["saved_new"], changed=counts["saved_changed"]),
    )  # fmt: skip


def _undo(request: SignedInRequest, batch: ImportBatch, *, by: Account) -> str:
    """Undo the import. Returns the URL of the next page: of the job, for a large import."""
    done = services.undo(batch=batch, by=by)
    if isinstance(done, Job):
        return str(done.get_absolute_url())
    messages.success(
        request,
        interpolate(ngettext("Import undone: %(n)s row.", "Import undone: %(n)s rows.", done), n=done),
    )
    return reverse("imports:rows", args=[batch.public_id])


@allow(policies.may_import, ImportBatch)
@require_http_methods(["GET", "POST"])
def discard(request: SignedInRequest, batch: ImportBatch) -> HttpResponse:
    return confirm_page(
        request, lambda **_by: services.discard(batch=batch), success_url=reverse("imports:batches"),
        back=reverse("imports:batch", args=[batch.public_id]),
        success_message=_("The import has been discarded. No saved data was affected."),
        question=_("Discard this import?"), confirm_label=_("Discard import"), cancel_label=_("Cancel"), danger=True,
        effect=_("The file and all corrections made to it are deleted. No saved data is affected."),
    )  # fmt: skip


@allow(policies.may_import, ImportBatch)
@require_GET
def unresolved_rows(_request: SignedInRequest, batch: ImportBatch) -> HttpResponse:
    """A workbook of the rows to check, with their errors and warnings."""
    kind = importers.get(batch.kind)
    fields = presentation.columns_of(kind, batch)
    head = [_("Row"), *(str(field.label) for field in fields), _("Problem")]
    lines = (
        _open_line(row, [field.name for field in fields])
        for row in presentation.rows_of_tab(batch, "open").iterator()
    )
    return xlsx_response("open-rows", head, lines)


def _open_line(row: ImportRow, names: list[str]) -> list[Any]:
    reasons = " ".join(message_text(message) for message in (row.errors or row.warnings).values())
    return [row.number, *(row.cells.get(name, "") for name in names), reasons]
