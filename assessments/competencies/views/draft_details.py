"""Behaviours, level descriptors, role profiles and mappings to other frameworks."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.competencies import draft_details, policies
from assessments.competencies.draft_detail_forms import DescriptorsForm, MappingForm, ProfileForm
from assessments.competencies.forms import BehaviourForm
from assessments.competencies.models import BehaviouralIndicator, Competency, FrameworkVersion
from assessments.competencies.profile_models import RoleProfile
from assessments.competencies.views.writing import act_on_edition, edition_url, of_edition
from participants.accounts.models import User
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.ui.pages import form_page, post_data, render_page


@allow(policies.may_write_behaviour, BehaviouralIndicator)
@require_http_methods(["GET", "POST"])
def edit_behaviour(request: SignedInRequest, behaviour: BehaviouralIndicator) -> HttpResponse:
    competency = behaviour.competency
    form = BehaviourForm(
        post_data(request), version=competency.version,
        initial={"level": behaviour.level, "statement": behaviour.statement},
    )  # fmt: skip
    return of_edition(
        request, competency.version, form, partial(draft_details.save_behaviour, behaviour=behaviour),
        heading=_("Edit the behaviour"), about=f"{competency.code} {competency.statement}",
    )  # fmt: skip


@allow(policies.may_write_behaviour, BehaviouralIndicator)
@require_POST
def move_behaviour(request: SignedInRequest, behaviour: BehaviouralIndicator) -> HttpResponse:
    step = -1 if request.POST.get("to") == "up" else 1
    act = partial(draft_details.move_behaviour, behaviour=behaviour, step=step)
    return act_on_edition(request, behaviour.competency.version, act)


@allow(policies.may_write_competency, Competency)
@require_http_methods(["GET", "POST"])
def descriptors(request: SignedInRequest, competency: Competency) -> HttpResponse:
    if competency.kind == Competency.Kind.DOMAIN:
        raise Http404
    form = DescriptorsForm(post_data(request), competency=competency)

    def act(*, by: User, revision: int, **_typed: Any) -> None:
        draft_details.describe(competency=competency, statements=form.statements, revision=revision, by=by)

    return of_edition(
        request, competency.version, form, act, heading=_("Describe the levels"),
        about=f"{competency.code} {competency.statement}",
        lead=_("Describe what a person at each level does. Levels left empty are not included."),
    )  # fmt: skip


# --- role profiles --------------------------------------------------------------------------------------


@allow(policies.may_read, RoleProfile)
@require_GET
def profile(request: SignedInRequest, profile: RoleProfile) -> HttpResponse:
    """The levels that a role needs, area by area, with level descriptors where they exist."""
    version = profile.version
    may_write = policies.may_write_edition(request.user, version)
    is_draft = version.state == FrameworkVersion.State.DRAFT
    if is_draft and not may_write:
        raise Http404
    rows = profile.requirements.select_related("competency__parent").prefetch_related(
        "competency__texts", "competency__parent__texts", "competency__descriptors__texts"
    )
    titles = {level.rank: str(level) for level in version.levels.prefetch_related("texts")}
    lines = [
        (row, titles.get(row.level, ""),
         next((one for one in row.competency.descriptors.all() if one.level == row.level), ""))
        for row in rows.order_by("competency__parent__position", "competency__position", "competency__code")
    ]  # fmt: skip
    return render_page(
        request, "assessments/competencies/profile.html", profile=profile, version=version, lines=lines,
        may_write=may_write and is_draft,
    )  # fmt: skip


def _profile_form(
    request: SignedInRequest, version: FrameworkVersion, form: ProfileForm, save: Any
) -> HttpResponse:
    def act(*, by: User, revision: int, code: str, title: str, **_levels: Any) -> RoleProfile:
        return save(code=code, title=title, levels=form.levels, revision=revision, by=by)

    home = edition_url(version)
    crumbs = [(reverse("assessments:competencies:frameworks"), _("Frameworks")), (home, version)]
    return form_page(
        request, form, act, template="assessments/competencies/profile_edit.html", success_url=home, breadcrumbs=crumbs,
        version=version, back=home,
    )  # fmt: skip


@allow(policies.may_write_edition, FrameworkVersion)
@require_http_methods(["GET", "POST"])
def add_profile(request: SignedInRequest, version: FrameworkVersion) -> HttpResponse:
    form = ProfileForm(post_data(request), version=version)
    return _profile_form(request, version, form, partial(draft_details.add_profile, version=version))


@allow(policies.may_write_profile, RoleProfile)
@require_http_methods(["GET", "POST"])
def edit_profile(request: SignedInRequest, profile: RoleProfile) -> HttpResponse:
    form = ProfileForm(post_data(request), version=profile.version, profile=profile)
    return _profile_form(request, profile.version, form, partial(draft_details.save_profile, profile=profile))


@allow(policies.may_write_profile, RoleProfile)
@require_POST
def remove_profile(request: SignedInRequest, profile: RoleProfile) -> HttpResponse:
    return act_on_edition(request, profile.version, partial(draft_details.remove_profile, profile=profile))


# --- mappings -------------------------------------------------------------------------------------------


@allow(policies.may_write_competency, Competency)
@require_http_methods(["GET", "POST"])
def map_competency(request: SignedInRequest, competency: Competency) -> HttpResponse:
    home = reverse("assessments:competencies:competency", args=[competency.public_id])
    return form_page(
        request, MappingForm(post_data(request), competency=competency, user=request.user),
        partial(draft_details.map_to, competency=competency), success_url=home, back=home, breadcrumbs=[(home,
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
    draft_details.unmap(competency=competency, target=target, by=request.user)
    messages.success(request, _("Mapping removed."))
    return redirect("assessments:competencies:competency", competency.public_id)
