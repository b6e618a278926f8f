"""Create, edit, translate and adopt editions of frameworks, and export them as CASE packages."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.competencies import editing, policies, services
from assessments.competencies.case_exchange.exporter import package_of
from assessments.competencies.forms import (
    CHOICES,
    AdditionForm,
    AdoptForm,
    CompetencyForm,
    LevelsForm,
    NextEditionForm,
    TranslationsForm,
)
from assessments.competencies.models import Competency, Framework, FrameworkVersion
from participants.accounts.models import User
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.languages.numbers import interpolate
from portal.ui.pages import form_page, post_action, post_data, render_page


def edition_url(version: FrameworkVersion) -> str:
    return reverse("assessments:competencies:edition", args=[version.public_id])


def _home() -> str:
    return reverse("assessments:competencies:frameworks")


def edition_form_page(
    request: SignedInRequest, version: FrameworkVersion, form: Any, action: Callable[..., Any], **context: Any
) -> HttpResponse:
    home = edition_url(version)
    crumbs = [(_home(), _("Frameworks")), (home, version)]
    return form_page(
        request,
        form,
        action,
        success_url=context.pop("success_url", home),
        breadcrumbs=crumbs,
        **context,
    )


@allow(policies.may_read)
@require_GET
def frameworks(request: SignedInRequest) -> HttpResponse:
    """Every framework with its editions; drafts only for those who can edit them."""
    rows = Framework.objects.visible_to(request.user).select_related("extends", "jurisdiction", "owner")
    entries = []
    for framework in rows.order_by("-extends", "title").prefetch_related("versions"):
        writes = policies.may_write(request.user, framework)
        editions = [version for version in framework.versions.all() if writes or version.state != "draft"]
        if editions or writes:
            entries.append((framework, sorted(editions, key=lambda edition: -edition.pk), writes))
    return render_page(
        request,
        "assessments/competencies/frameworks.html",
        rows=entries,
        may_add=policies.may_add(request.user),
        may_import=policies.may_import(request.user),
        may_adopt_supplied=policies.may_import(request.user) and not services.supplied_is_adopted(),
    )


@allow(policies.may_import)
@require_POST
def adopt_supplied(request: SignedInRequest) -> HttpResponse:
    """Adopt the framework that comes with the portal; safe to repeat."""
    version = services.load_framework(by=request.user)
    messages.success(
        request, _("The supplied framework is adopted. Assessments and courses can refer to it.")
    )
    return redirect(edition_url(version))


@allow(policies.may_read, FrameworkVersion)
@require_GET
def edition(request: SignedInRequest, version: FrameworkVersion) -> HttpResponse:
    may_write = policies.may_write_edition(request.user, version)
    if version.state == FrameworkVersion.State.DRAFT and not may_write:
        raise Http404
    return render_page(
        request,
        "assessments/competencies/edition.html",
        version=version,
        framework=version.framework,
        domains=version.competencies.filter(parent=None).prefetch_related(
            "texts", "children__texts", "children__behaviours__texts", "children__descriptors__texts"
        ),
        levels=version.levels.prefetch_related("texts"),
        profiles=version.profiles.annotate(n=Count("requirements")).prefetch_related("texts"),
        may_write=may_write,
        edits=may_write and version.state == FrameworkVersion.State.DRAFT,
        languages=CHOICES,
    )


@allow(policies.may_add)
@require_http_methods(["GET", "POST"])
def addition(request: SignedInRequest) -> HttpResponse:
    return form_page(
        request,
        AdditionForm(post_data(request), user=request.user),
        editing.create_addition,
        success_url=edition_url,
        heading=_("Start a national addition"),
        submit=_("Start the addition"),
        lead=_("What your courts need in addition to the common core. The core itself does not change."),
        breadcrumbs=[(_home(), _("Frameworks"))],
    )


@allow(policies.may_write, Framework)
@require_http_methods(["GET", "POST"])
def next_edition(request: SignedInRequest, framework: Framework) -> HttpResponse:
    form = NextEditionForm(post_data(request), framework=framework)
    return form_page(
        request,
        form,
        partial(editing.create_next_edition, framework=framework),
        success_url=edition_url,
        heading=_("Start the next edition"),
        about=str(framework),
        submit=_("Start the edition"),
        lead=_("It starts as a copy of the latest edition, which stays in use until this one is adopted."),
        breadcrumbs=[(_home(), _("Frameworks"))],
    )


@allow(policies.may_write_edition, FrameworkVersion)
@require_http_methods(["GET", "POST"])
def adopt(request: SignedInRequest, version: FrameworkVersion) -> HttpResponse:
    return edition_form_page(
        request, version, AdoptForm(post_data(request)), partial(editing.adopt, version=version),
        heading=_("Adopt this edition?"), about=str(version), submit=_("Adopt the edition"),
        lead=_("After that, only its translations can be changed. The previous edition is retired."),
    )  # fmt: skip


@allow(policies.may_write_edition, FrameworkVersion)
@require_POST
def discard(request: SignedInRequest, version: FrameworkVersion) -> HttpResponse:
    return post_action(
        request,
        partial(editing.discard, version=version),
        back=edition_url(version),
        success_url=_home(),
        success_message=_("Draft discarded."),
    )


@allow(policies.may_write_edition, FrameworkVersion)
@require_http_methods(["GET", "POST"])
def add_domain(request: SignedInRequest, version: FrameworkVersion) -> HttpResponse:
    form = CompetencyForm(post_data(request), version=version)
    return edition_form_page(
        request, version, form, partial(editing.add, version=version), heading=_("Add an area")
    )


@allow(policies.may_write_competency, Competency)
@require_http_methods(["GET", "POST"])
def add_competency(request: SignedInRequest, domain: Competency) -> HttpResponse:
    if domain.parent_id is not None:
        raise Http404
    form = CompetencyForm(post_data(request), version=domain.version)
    return edition_form_page(
        request, domain.version, form, partial(editing.add, version=domain.version, parent=domain),
        heading=_("Add a competency"), about=domain.statement,
    )  # fmt: skip


@allow(policies.may_write_competency, Competency)
@require_http_methods(["GET", "POST"])
def edit_competency(request: SignedInRequest, competency: Competency) -> HttpResponse:
    form = CompetencyForm(post_data(request), version=competency.version, competency=competency)
    return edition_form_page(
        request, competency.version, form, partial(editing.save, competency=competency),
        heading=_("Edit the code and statement"), about=f"{competency.code} {competency.statement}",
    )  # fmt: skip


@allow(policies.may_write_competency, Competency)
@require_POST
def remove_competency(request: SignedInRequest, competency: Competency) -> HttpResponse:
    return act_on_edition(request, competency.version, partial(editing.remove, competency=competency))


def act_on_edition(
    request: SignedInRequest, version: FrameworkVersion, action: Callable[..., Any]
) -> HttpResponse:
    return post_action(request, action, back=edition_url(version))


@allow(policies.may_write_edition, FrameworkVersion)
@require_http_methods(["GET", "POST"])
def levels(request: SignedInRequest, version: FrameworkVersion) -> HttpResponse:
    form = LevelsForm(post_data(request), version=version)

    def act(*, by: User, revision: int, **_typed: Any) -> None:
        editing.set_levels(version=version, titles=form.titles, revision=revision, by=by)

    return edition_form_page(request, version, form, act, heading=_("Levels"))


@allow(policies.may_write_edition, FrameworkVersion)
@require_http_methods(["GET", "POST"])
def translations(request: SignedInRequest, version: FrameworkVersion, language: str) -> HttpResponse:
    """Source and translation side by side, with missing and outdated ones marked."""
    if language not in dict(CHOICES):
        raise Http404
    form = TranslationsForm(post_data(request), version=version, language=language)
    if form.is_valid():
        with form.map_domain_errors():
            changed = editing.translate(
                version=version, language=language, texts=form.texts, by=request.user,
                revision=form.cleaned_data["revision"],
            )  # fmt: skip
            messages.success(request, interpolate(_("Translations changed: %(n)s"), n=changed))
            return redirect(request.path)
    return render_page(
        request,
        "assessments/competencies/translations.html",
        form=form,
        version=version,
        language=language,
        languages=CHOICES,
    )


@allow(policies.may_read, FrameworkVersion)
@require_GET
def export(request: SignedInRequest, version: FrameworkVersion) -> HttpResponse:
    """The edition as a CASE package."""
    is_draft = version.state == FrameworkVersion.State.DRAFT
    if is_draft and not policies.may_write_edition(request.user, version):
        raise Http404
    body = json.dumps(package_of(version), ensure_ascii=False, indent=1)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    name = f"{version.framework.code}-{version.number}".replace('"', "")
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response
