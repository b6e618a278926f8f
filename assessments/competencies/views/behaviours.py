"""Pages that edit behaviours and level descriptors."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.competencies import behaviours, policies
from assessments.competencies.forms import (
    BehaviourForm,
    DescriptorsForm,
)
from assessments.competencies.models import BehaviouralIndicator, Competency
from assessments.competencies.views.writing import act_on_edition, edition_form_page
from participants.accounts.models import User
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.ui.pages import post_data


@allow(policies.may_write_behaviour, BehaviouralIndicator)
@require_http_methods(["GET", "POST"])
def edit_behaviour(request: SignedInRequest, behaviour: BehaviouralIndicator) -> HttpResponse:
    competency = behaviour.competency
    form = BehaviourForm(
        post_data(request), version=competency.version,
        initial={"level": behaviour.level, "statement": behaviour.statement},
    )  # fmt: skip
    return edition_form_page(
        request, competency.version, form, partial(behaviours.save_behaviour, behaviour=behaviour),
        heading=_("Edit the behaviour"), about=f"{competency.code} {competency.statement}",
    )  # fmt: skip


@allow(policies.may_write_behaviour, BehaviouralIndicator)
@require_POST
def move_behaviour(request: SignedInRequest, behaviour: BehaviouralIndicator) -> HttpResponse:
    step = -1 if request.POST.get("to") == "up" else 1
    act = partial(behaviours.move_behaviour, behaviour=behaviour, step=step)
    return act_on_edition(request, behaviour.competency.version, act)


@allow(policies.may_write_competency, Competency)
@require_http_methods(["GET", "POST"])
def descriptors(request: SignedInRequest, competency: Competency) -> HttpResponse:
    if competency.kind == Competency.Kind.DOMAIN:
        raise Http404
    form = DescriptorsForm(post_data(request), competency=competency)

    def act(*, by: User, revision: int, **_typed: Any) -> None:
        behaviours.describe(competency=competency, statements=form.statements, revision=revision, by=by)

    return edition_form_page(
        request, competency.version, form, act, heading=_("Describe the levels"),
        about=f"{competency.code} {competency.statement}",
        lead=_("Describe what a person at each level does. Levels left empty are not included."),
    )  # fmt: skip


@allow(policies.may_write_competency, Competency)
@require_http_methods(["GET", "POST"])
def add_behaviour(request: SignedInRequest, competency: Competency) -> HttpResponse:
    form = BehaviourForm(post_data(request), version=competency.version)
    return edition_form_page(
        request, competency.version, form, partial(behaviours.add_behaviour, competency=competency),
        heading=_("Add a behaviour"), about=f"{competency.code} {competency.statement}",
    )  # fmt: skip


@allow(policies.may_write_behaviour, BehaviouralIndicator)
@require_POST
def remove_behaviour(request: SignedInRequest, behaviour: BehaviouralIndicator) -> HttpResponse:
    version = behaviour.competency.version
    return act_on_edition(request, version, partial(behaviours.remove_behaviour, behaviour=behaviour))
