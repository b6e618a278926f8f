"""The page on which administrators name their organisation, the test email, and the logo."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.files import services as files
from portal.owner import policies, services
from portal.owner.current import site_owner
from portal.owner.forms import SiteOwnerForm
from portal.ui.pages import form_page


@allow(policies.may_edit)
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest) -> HttpResponse:
    owner = site_owner()
    form = SiteOwnerForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        owner=owner,
        language=get_language() or "",
        timezone=request.user.timezone,
    )
    return form_page(
        request,
        form,
        services.save_owner,
        template="portal/owner/edit.html",
        breadcrumbs=[(reverse("setup:setup"), _("Set up the portal"))],
        success_url=reverse("owner:edit" if owner.pk is None or "test" in request.POST else "setup:setup"),
        success_message=_("Your organisation is saved."),
        last_test=services.last_test(request.user),
        owner=owner,
    )


@allow(policies.may_edit)
@require_POST
def test_email(request: SignedInRequest) -> HttpResponse:
    services.send_test_email(by=request.user)
    messages.success(
        request, gettext("The test email is being sent. Load this page again to see the outcome.")
    )
    return redirect("owner:edit")


@allow(policies.may_read_logo)
@require_safe
def logo(request: HttpRequest, sha256: str) -> HttpResponse | FileResponse:
    """The logo in force; its address changes with its content, so browsers may store it."""
    file = site_owner().logo
    if file is None or file.sha256 != sha256:
        raise Http404
    try:
        content = files.open_stored(file)
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
