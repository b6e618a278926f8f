"""New editions of a questionnaire, and copies from another one."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.instruments import editions, policies
from assessments.instruments.forms import CopyFromForm
from assessments.instruments.models import InstrumentVersion
from assessments.instruments.views.versions import version_url
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.languages.numbers import interpolate
from portal.ui.pages import form_page, post_data


@allow(policies.may_write, InstrumentVersion)
@require_POST
def edition(request: SignedInRequest, version: InstrumentVersion) -> HttpResponse:
    """Create a new edition. Existing responses stay with the edition that they answered."""
    if version.instrument.has_single_edition:
        raise Http404
    fresh = editions.new_edition(version=version, by=request.user)
    messages.success(request, interpolate(_("You can now edit edition %(n)s."), n=fresh.number))
    return redirect(version_url(fresh))


@allow(policies.may_write, InstrumentVersion)
@require_http_methods(["GET", "POST"])
def copy_from(request: SignedInRequest, version: InstrumentVersion) -> HttpResponse:
    """Replace the draft by a copy of another questionnaire."""
    form = CopyFromForm(post_data(request), version=version, user=request.user)
    return form_page(
        request,
        form,
        partial(editions.copy_from, version=version),
        heading=_("Copy from another questionnaire"),
        about=str(version),
        submit=_("Copy questionnaire"),
        lead=_("Its questions, choices and texts in every language replace the current content."),
        breadcrumbs=[(version_url(version), str(version.instrument))],
    )
