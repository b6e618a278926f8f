"""Import an uploaded CASE package: previewed first; if something would be left out, stored after confirmation."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.competencies import policies
from assessments.competencies.case_exchange import importer, reader
from assessments.competencies.case_exchange.package import SHOWN_ERRORS
from assessments.competencies.forms import PackageForm
from assessments.competencies.views.writing import edition_url
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.files import services as files
from portal.files.models import StoredFile
from portal.ui.pages import render_page

CASE_TYPE = "application/json"


@allow(policies.may_import)
@require_http_methods(["GET", "POST"])
def import_package(request: SignedInRequest) -> HttpResponse:
    """Create the draft of an edition. If there are issues nothing is stored and each is listed with its path."""
    post = request.method == "POST"
    preview = files.pending_upload(request.user, request.POST.get("preview", ""), media_type=CASE_TYPE)
    form = PackageForm(request.POST if post else None, request.FILES if post else None, preview=preview)
    issues: list[reader.PackageIssue] = []
    package: reader.Package | None = None
    if form.is_valid():
        typed = {name: form.cleaned_data[name] for name in ("framework", "code", "owner")}
        upload = form.cleaned_data["file"]
        with form.map_domain_errors():
            try:
                package = importer.preview_package(
                    upload.read() if upload else _content(preview), typed["framework"]
                )
                if not package.unsupported or "store" in request.POST:
                    version = importer.import_package(package=package, by=request.user, **typed)
                    messages.success(
                        request, _("The package has been imported as a draft. Review it, then adopt it.")
                    )
                    return redirect(edition_url(version))
                issues = package.unsupported
                if upload:
                    preview = files.store(
                        upload, name=upload.name, owner=request.user, by=request.user, media_type=CASE_TYPE
                    )
            except reader.CasePackageError as error:
                issues, package = error.issues, None
                form.add_error(
                    "file", _("Nothing was saved. Each error is listed below with its location in the file.")
                )
    return render_page(
        request,
        "assessments/competencies/import.html",
        form=form,
        package=package,
        preview=preview if package else None,
        issues=[(issue.path, importer.error_message(issue)) for issue in issues[:SHOWN_ERRORS]],
    )


def _content(stored: StoredFile | None) -> bytes:
    assert stored is not None  # noqa: S101  # the form requires a file unless one was previewed
    with files.open_stored(stored) as file:
        return file.read()
