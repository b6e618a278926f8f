"""Pages that show and edit role profiles."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.competencies import policies, role_profiles
from assessments.competencies.models import FrameworkVersion
from assessments.competencies.profile_models import RoleProfile
from assessments.competencies.role_profile_forms import ProfileForm
from assessments.competencies.views.writing import act_on_edition, edition_url
from participants.accounts.models import User
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.ui.pages import form_page, post_data, render_page


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
         next((text for text in row.competency.descriptors.all() if text.level == row.level), ""))
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
        request,
        form,
        act,
        template="assessments/competencies/profile_edit.html",
        breadcrumbs=crumbs,
        version=version,
    )


@allow(policies.may_write_edition, FrameworkVersion)
@require_http_methods(["GET", "POST"])
def add_profile(request: SignedInRequest, version: FrameworkVersion) -> HttpResponse:
    form = ProfileForm(post_data(request), version=version)
    return _profile_form(request, version, form, partial(role_profiles.add_profile, version=version))


@allow(policies.may_write_profile, RoleProfile)
@require_http_methods(["GET", "POST"])
def edit_profile(request: SignedInRequest, profile: RoleProfile) -> HttpResponse:
    form = ProfileForm(post_data(request), version=profile.version, profile=profile)
    return _profile_form(request, profile.version, form, partial(role_profiles.save_profile, profile=profile))


@allow(policies.may_write_profile, RoleProfile)
@require_POST
def remove_profile(request: SignedInRequest, profile: RoleProfile) -> HttpResponse:
    return act_on_edition(request, profile.version, partial(role_profiles.remove_profile, profile=profile))
