"""Pages of a results framework: adding, editing and removing results and targets."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from evaluations.results import framework_editing, policies
from evaluations.results.forms import FrameworkForm, ResultForm, TargetForm
from evaluations.results.models import Result, ResultsFramework, Target
from evaluations.results.queries import framework_of
from participants.accounts.models import User
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.ui.forms import PortalForm
from portal.ui.pages import form_page, post_data, render_page
from programs.programmes.models import Programme


@allow(policies.may_read, Programme)
@require_GET
def framework(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Results as a tree, targets with their latest verified value, milestones with their status."""
    plan = framework_of(programme)
    return render_page(
        request,
        "evaluations/results/framework.html",
        programme=programme,
        framework=ResultsFramework.objects.filter(programme=programme).first(),
        plan=plan,
        may_plan=policies.may_plan(request.user, programme),
    )


def plan_form_page(
    request: SignedInRequest,
    programme: Programme,
    form: Any,
    action: Callable[..., Any],
    *,
    success_url: Any = None,
    **context: Any,
) -> HttpResponse:
    """Form page that returns to the framework unless `success_url` is given."""
    home = reverse("evaluations:results:framework", args=[programme.public_id])
    crumbs = [(reverse("programs:programmes:programme", args=[programme.public_id]), programme)]
    return form_page(
        request,
        form,
        action,
        success_url=success_url,
        breadcrumbs=[*crumbs, (home, _("Results"))],
        **context,
    )


def removal_page(
    request: SignedInRequest, programme: Programme, action: Callable[..., Any], **context: Any
) -> HttpResponse:
    """Confirmation page for removing a row. If the row is used, the page names the use instead."""

    def remove(*, by: User) -> None:
        action(by=by)
        messages.success(request, _("Removed. The record remains in the history."))

    context.setdefault("lead", _("You can remove it only if nothing uses it. The portal checks this first."))
    return plan_form_page(
        request, programme, PortalForm(post_data(request)), remove, submit=_("Remove"), danger=True, **context
    )


@allow(policies.may_plan, Programme)
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, programme: Programme) -> HttpResponse:
    row = ResultsFramework.objects.filter(programme=programme).first()
    return plan_form_page(
        request, programme, FrameworkForm(post_data(request), instance=row),
        lambda **cleaned: framework_editing.save_framework(programme=programme, **cleaned),
        heading=_("Theory of change"), history=row,
    )  # fmt: skip


@allow(policies.may_plan, Programme)
@require_http_methods(["GET", "POST"])
def result_new(request: SignedInRequest, programme: Programme) -> HttpResponse:
    return plan_form_page(
        request, programme, ResultForm(post_data(request), programme=programme, user=request.user),
        lambda **cleaned: framework_editing.add_result(programme=programme, **cleaned),
        heading=_("Add a result"), submit=_("Add result"),
    )  # fmt: skip


@allow(policies.may_plan_result, Result)
@require_http_methods(["GET", "POST"])
def result_edit(request: SignedInRequest, result: Result) -> HttpResponse:
    programme = result.framework.programme
    return plan_form_page(
        request, programme,
        ResultForm(post_data(request), instance=result, programme=programme, user=request.user),
        lambda **cleaned: framework_editing.save_result(result=result, **cleaned),
        heading=_("Edit a result"), about=str(result), history=result,
    )  # fmt: skip


@allow(policies.may_plan_result, Result)
@require_http_methods(["GET", "POST"])
def result_remove(request: SignedInRequest, result: Result) -> HttpResponse:
    return removal_page(
        request, result.framework.programme, lambda by: framework_editing.remove_result(result=result, by=by),
        heading=_("Remove this result?"), about=str(result),
    )  # fmt: skip


@allow(policies.may_plan_result, Result)
@require_http_methods(["GET", "POST"])
def target_new(request: SignedInRequest, result: Result) -> HttpResponse:
    programme = result.framework.programme
    return plan_form_page(
        request, programme, TargetForm(post_data(request), programme=programme),
        lambda **cleaned: framework_editing.add_target(result=result, **cleaned),
        heading=_("Set a target"), submit=_("Set target"), about=str(result),
    )  # fmt: skip


@allow(policies.may_plan_target, Target)
@require_http_methods(["GET", "POST"])
def target_edit(request: SignedInRequest, target: Target) -> HttpResponse:
    programme = target.result.framework.programme
    return plan_form_page(
        request, programme, TargetForm(post_data(request), instance=target, programme=programme),
        lambda **cleaned: framework_editing.save_target(target=target, **cleaned),
        heading=_("Edit a target"), about=_target_name(target), history=target,
        lead=_("Reports with frozen figures keep the target they used."),
    )  # fmt: skip


@allow(policies.may_plan_target, Target)
@require_http_methods(["GET", "POST"])
def target_remove(request: SignedInRequest, target: Target) -> HttpResponse:
    return removal_page(
        request, target.result.framework.programme, lambda by: framework_editing.remove_target(target=target, by=by),
        heading=_("Remove this target?"), about=_target_name(target),
    )  # fmt: skip


def _target_name(target: Target) -> str:
    return f"{target.indicator}, {target.court or target.jurisdiction}"
