"""Pages that map a competency to one of another framework."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.competencies import mappings, policies
from assessments.competencies.forms import MappingForm
from assessments.competencies.models import Competency
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.ui.pages import form_page, post_data


@allow(policies.may_write_competency, Competency)
@require_http_methods(["GET", "POST"])
def map_competency(request: SignedInRequest, competency: Competency) -> HttpResponse:
    home = reverse("assessments:competencies:competency", args=[competency.public_id])
    return form_page(
        request, MappingForm(post_data(request), competency=competency, user=request.user),
        partial(mappings.map_to, competency=competency), breadcrumbs=[(home,
        competency)],
        heading=_("Map to a competency in another framework"), about=f"{competency.code} {competency.statement}",
        success_message=_("Mapping saved."),
    )  # fmt: skip


@allow(policies.may_write_competency, Competency)
@require_POST
def unmap_competency(request: SignedInRequest, competency: Competency) -> HttpResponse:
    try:
        named = UUID(request.POST.get("target", ""))
    except ValueError as error:
        raise Http404 from error
    target = get_object_or_404(Competency.objects.visible_to(request.user), public_id=named)
    mappings.unmap(competency=competency, target=target, by=request.user)
    messages.success(request, _("Mapping removed."))
    return redirect("assessments:competencies:competency", competency.public_id)
