"""Pages for reading, writing and publishing modules, and for linking them to needs."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.needs.models import TrainingNeed
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.languages.numbers import interpolate
from portal.tables.listing import Column, Listing
from portal.ui.pages import confirm_page, form_page, post_action, post_data, render_page
from programs.curriculum import module_answers, policies, sections, services
from programs.curriculum.forms import (
    AnswerNeedForm,
    CoverageForm,
    EditionForm,
    ModuleForm,
    PublishForm,
    SectionForm,
    WithdrawAnswerForm,
)
from programs.curriculum.models import Edition, Module, ModuleNeed, Section


def _latest_number(module: Module) -> int | str:
    editions = module.editions.all()
    return editions[0].number if editions else ""


@allow(policies.may_read)
@require_GET
def modules(request: SignedInRequest) -> HttpResponse:
    editions = Prefetch("editions", Edition.objects.visible_to(request.user).order_by("-number"))
    listing = Listing(
        request,
        Module.objects.visible_to(request.user).select_related("owner").prefetch_related(editions),
        name="modules",
        columns=[
            Column("code", _("Code"), sort="code"),
            Column("title", _("Module"), sort="title"),
            Column("owner", _("Owner"), sort="owner__name"),
            Column("editions", _("Latest edition"), value=_latest_number),
        ],
        search=["title", "code"],
        default_sort="code",
    )
    return listing.response(
        "programs/curriculum/modules.html",
        may_create=policies.may_create(request.user),
        may_see_coverage=policies.may_see_coverage(request.user),
    )


@allow(policies.may_read, Module)
@require_GET
def module(request: SignedInRequest, module: Module) -> HttpResponse:
    """Redirect to the latest edition that the user may see."""
    latest = Edition.objects.visible_to(request.user).filter(module=module).order_by("-number").first()
    if latest is None:
        raise Http404
    return redirect("programs:curriculum:edition", latest.public_id)


@allow(policies.may_read, Edition)
@require_GET
def edition(request: SignedInRequest, edition: Edition) -> HttpResponse:
    may_write = policies.may_write(request.user, edition)
    return render_page(
        request,
        "programs/curriculum/edition.html",
        edition=edition,
        module=edition.module,
        editions=Edition.objects.visible_to(request.user).filter(module=edition.module_id),
        sections=edition.sections.prefetch_related("units"),
        coverage=edition.coverage.select_related("competency").prefetch_related("competency__texts"),
        needs=edition.module.answered_needs.select_related("training_need__assessment"),
        programmes=edition.programmes.select_related("programme"),
        may_write=may_write,
        edits=may_write and edition.state == Edition.State.DRAFT,
    )


def _edition_url(row: Edition) -> str:
    return reverse("programs:curriculum:edition", args=[row.public_id])


@allow(policies.may_create)
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    home = reverse("programs:curriculum:modules")
    return form_page(
        request,
        ModuleForm(post_data(request)),
        services.create_module,
        success_url=_edition_url,
        heading=_("Create a module"),
        breadcrumbs=[(home, _("Curriculum"))],
    )


def edition_form_page(
    request: SignedInRequest,
    edition: Edition,
    form: Any,
    action: Callable[..., Any],
    *,
    anchor: str = "",
    **context: Any,
) -> HttpResponse:
    """A form page that belongs to an edition and redirects to its page, at `anchor`."""
    home = _edition_url(edition)
    crumbs = [(reverse("programs:curriculum:modules"), _("Curriculum")), (home, edition)]
    return form_page(request, form, action, success_url=f"{home}{anchor}", breadcrumbs=crumbs, **context)


def move_and_redirect(
    request: SignedInRequest, edition: Edition, action: Callable[..., Any], *, anchor: str
) -> HttpResponse:
    """Move a row up or down, as posted, and redirect to its anchor, so that the keyboard focus stays there."""
    step = -1 if request.POST.get("to") == "up" else 1
    return post_action(request, partial(action, step=step), back=f"{_edition_url(edition)}{anchor}")


def confirm_removal(
    request: SignedInRequest, edition: Edition, action: Callable[..., Any], *, name: str, effect: str
) -> HttpResponse:
    """Ask for confirmation before something is removed from the draft edition."""
    values = {"name": name}
    return confirm_page(
        request, action, back=_edition_url(edition), success_message=interpolate(_("“%(name)s” removed."), **values),
        question=interpolate(_("Remove “%(name)s”?"), **values), effect=effect, confirm_label=_("Remove"),
        cancel_label=_("Cancel"), danger=True,
    )  # fmt: skip


@allow(policies.may_write, Edition)
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, edition: Edition) -> HttpResponse:
    form = EditionForm(post_data(request), instance=edition)
    act = partial(services.save_edition, edition=edition)
    return edition_form_page(request, edition, form, act, heading=_("Edit the draft"))


@allow(policies.may_write, Edition)
@require_http_methods(["GET", "POST"])
def add_section(request: SignedInRequest, edition: Edition) -> HttpResponse:
    act = partial(sections.add_section, edition=edition)
    return edition_form_page(
        request, edition, SectionForm(post_data(request)), act, heading=_("Add a section")
    )


@allow(policies.may_edit_section, Section)
@require_http_methods(["GET", "POST"])
def edit_section(request: SignedInRequest, section: Section) -> HttpResponse:
    heading = interpolate(_("Edit %(name)s"), name=section)
    form, act = (
        SectionForm(post_data(request), instance=section),
        partial(sections.save_section, section=section),
    )
    return edition_form_page(
        request, section.edition, form, act, anchor=f"#section-{section.public_id}", heading=heading
    )


@allow(policies.may_edit_section, Section)
@require_POST
def move_section(request: SignedInRequest, section: Section) -> HttpResponse:
    return move_and_redirect(
        request,
        section.edition,
        partial(sections.move_section, section=section),
        anchor=f"#section-{section.public_id}",
    )


@allow(policies.may_edit_section, Section)
@require_http_methods(["GET", "POST"])
def remove_section(request: SignedInRequest, section: Section) -> HttpResponse:
    act = partial(sections.remove_section, section=section)
    return confirm_removal(
        request, section.edition, act, name=section.title, effect=_("Its units are deleted too.")
    )


@allow(policies.may_write, Edition)
@require_http_methods(["GET", "POST"])
def set_coverage(request: SignedInRequest, edition: Edition) -> HttpResponse:
    form = CoverageForm(post_data(request), edition=edition)
    act = partial(services.set_coverage, edition=edition)
    return edition_form_page(request, edition, form, act, heading=_("Add a competency"))


@allow(policies.may_write, Edition)
@require_http_methods(["GET", "POST"])
def publish(request: SignedInRequest, edition: Edition) -> HttpResponse:
    return edition_form_page(
        request, edition, PublishForm(post_data(request)), partial(services.publish, edition=edition),
        heading=_("Publish this edition"),
        lead=_("A published edition cannot be changed. To make changes later, create a new edition."),
        submit=_("Publish the edition"),
    )  # fmt: skip


@allow(policies.may_write_module, Module)
@require_POST
def next_edition(request: SignedInRequest, module: Module) -> HttpResponse:
    try:
        edition = services.create_next_edition(module=module, by=request.user)
    except services.DraftExistsError:
        edition = module.editions.latest("number")
    return redirect("programs:curriculum:edition", edition.public_id)


@allow(policies.may_answer_need, TrainingNeed)
@require_http_methods(["GET", "POST"])
def answer_need(request: SignedInRequest, need: TrainingNeed) -> HttpResponse:
    """Link a module to the need, or change the evidence of the link to the module with the code `?module=`."""
    code = request.GET.get("module", "")
    existing = ModuleNeed.objects.filter(training_need=need, module__code=code).first() if code else None
    initial = {"module": existing.module_id, "evidence": existing.evidence} if existing else {}
    form = AnswerNeedForm(post_data(request), initial=initial)
    return form_page(
        request,
        form,
        lambda **typed: module_answers.answer_need(need=need, **typed),
        heading=_("Which module addresses this need?"),
        about=str(need),
        submit=_("Mark as addressed"),
        breadcrumbs=[(_need_url(need), need)],
    )


@allow(policies.may_answer_need, ModuleNeed)
@require_http_methods(["GET", "POST"])
def withdraw_answer(request: SignedInRequest, answer: ModuleNeed) -> HttpResponse:
    need = answer.training_need
    return form_page(
        request,
        WithdrawAnswerForm(post_data(request)),
        lambda **typed: module_answers.withdraw_answer(answer=answer, **typed),
        heading=interpolate(_("Withdraw “%(module)s” from this need?"), module=answer.module.title),
        about=str(need),
        lead=_("If no other module addresses this need, it needs a new decision."),
        submit=_("Withdraw answer"),
        danger=True,
        breadcrumbs=[(_need_url(need), need)],
    )


def _need_url(need: TrainingNeed) -> str:
    return reverse("assessments:needs:training_need", args=[need.public_id])
