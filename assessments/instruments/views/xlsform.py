"""Export of a questionnaire as an XLSForm workbook, and import."""

from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments.instruments import policies
from assessments.instruments.forms import WorkbookForm
from assessments.instruments.models import InstrumentVersion
from assessments.instruments.views.versions import base_context, version_url
from assessments.instruments.xlsform.messages import other_choice_texts, unreadable_message, with_messages
from assessments.instruments.xlsform.parsed_form import FormRows
from assessments.instruments.xlsform.reader import read_form
from assessments.instruments.xlsform.storage import competencies_of, replace_contents
from assessments.instruments.xlsform.workbook import UnreadableWorkbookError
from assessments.instruments.xlsform.writer import workbook_of
from portal.access.decorators import allow
from portal.access.errors import DomainError
from portal.access.users import SignedInRequest
from portal.files import services as files
from portal.files import uploads
from portal.files.models import StoredFile
from portal.ui.pages import render_page


@allow(policies.may_write, InstrumentVersion)
@require_GET
def xlsform(request: SignedInRequest, version: InstrumentVersion) -> HttpResponse:
    response = HttpResponse(workbook_of(version), content_type=uploads.XLSX)
    name = uploads.clean_name(f"{version.instrument.title} {version.number}.xlsx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


@allow(policies.may_write, InstrumentVersion)
@require_http_methods(["GET", "POST"])
def import_xlsform(request: SignedInRequest, version: InstrumentVersion) -> HttpResponse:
    """Replace the draft by a workbook: previewed first, then stored after confirmation."""
    post = request.method == "POST"
    preview = files.pending_upload(version, request.POST.get("preview", ""), media_type=uploads.XLSX)
    form = WorkbookForm(request.POST if post else None, request.FILES if post else None, preview=preview)
    parsed: FormRows | None = None
    if form.is_valid():
        with form.map_domain_errors():
            file = form.cleaned_data["file"]
            if file:
                uploads.check(file, kinds={"xlsx"})
                preview = files.store(file, name=file.name, owner=version, by=request.user)
            parsed = _read(preview, version)
            if "store" in request.POST and not parsed.errors:
                replace_contents(version=version, form=parsed, by=request.user)
                messages.success(request, _("The workbook has been imported into the questionnaire."))
                return redirect(version_url(version))
    return render_page(
        request,
        "assessments/instruments/import_xlsform.html",
        status=422 if parsed and parsed.errors else None,
        form=form,
        parsed=parsed,
        preview=preview if parsed and not parsed.errors else None,
        errors=with_messages(parsed.errors) if parsed else [],
        left_out=with_messages(parsed.unsupported) if parsed else [],
        replaces=version.questions.count(),
        **base_context(version, request.user),
    )


def _read(stored: StoredFile | None, version: InstrumentVersion) -> FormRows:
    """Raises a DomainError with the sheet and the reason."""
    assert stored is not None  # noqa: S101  # the form requires a file unless one was previewed
    codes = frozenset(competency.code for competency in competencies_of(version))
    try:
        with files.open_stored(stored) as file:
            return read_form(file, dict(settings.LANGUAGES), competencies=codes, other=other_choice_texts())
    except UnreadableWorkbookError as error:
        raise DomainError(unreadable_message(error), code=error.code, field="file") from error
