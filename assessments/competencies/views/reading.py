"""Read the framework: areas, competencies, levels, and the needs linked to a competency."""

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from assessments.competencies import policies
from assessments.competencies.models import Competency, FrameworkVersion
from assessments.competencies.queries import current_edition
from portal.access.decorators import allow
from portal.access.policies import is_signed_in
from portal.access.users import SignedInRequest
from portal.ui.pages import render_page


@allow(is_signed_in)
@require_GET
def framework(request: SignedInRequest) -> HttpResponse:
    """The adopted edition of the common core."""
    version = current_edition(request.user)
    domains = (
        version.competencies.filter(parent=None).prefetch_related("texts", "children__texts")
        if version
        else []
    )
    levels = version.levels.prefetch_related("texts") if version else []
    profiles = version.profiles.prefetch_related("texts") if version else []
    return render_page(
        request, "assessments/competencies/framework.html", version=version, domains=domains, levels=levels,
        profiles=profiles,
    )  # fmt: skip


@allow(is_signed_in, Competency)
@require_GET
def competency(request: SignedInRequest, competency: Competency) -> HttpResponse:
    """One competency in all languages, and the accepted needs for it that the reader may see."""
    is_draft = competency.version.state == FrameworkVersion.State.DRAFT
    if is_draft and not policies.may_write_competency(request.user, competency):
        raise Http404
    # Editions of one framework are always linked, so only mappings to other frameworks are listed.
    ours = competency.version.framework_id
    within = Q(kind="exact", target__version__framework=ours)
    of_us = Q(kind="exact", origin__version__framework=ours)
    needs = competency.training_needs.visible_to(request.user).select_related("assessment")
    return render_page(
        request,
        "assessments/competencies/competency.html",
        competency=competency,
        domain=competency.parent,
        members=competency.children.prefetch_related("texts"),
        texts=[("en", competency.statement), *competency.texts.values_list("language", "statement")],
        behaviours=competency.behaviours.prefetch_related("texts"),
        mappings=competency.mappings.exclude(within).select_related("target__version__framework"),
        mapped_from=competency.mapped_from.exclude(of_us).select_related("origin__version__framework"),
        needs=needs,
        descriptors=competency.descriptors.prefetch_related("texts"),
        profiles=competency.required_by.select_related("profile").prefetch_related("profile__texts"),
        may_map=policies.may_write_competency(request.user, competency),
    )
