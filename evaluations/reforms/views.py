"""Pages of reform plans for graduates and their mentors."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations.reforms import policies, services
from evaluations.reforms.forms import PlanForm, ReportStepForm, ReturnStepForm, StageForm, StepForm
from evaluations.reforms.models import ReformPlan, ReformStep
from evaluations.reforms.queries import mentored_plans, own_plans, startable_enrolments
from portal.access.decorators import allow
from portal.access.policies import is_signed_in
from portal.access.users import SignedInRequest
from portal.languages.numbers import interpolate
from portal.ui.pages import form_page, post_action, post_data, render_page
from programs.cohorts.models import Enrolment


@allow(is_signed_in)
@require_GET
def plans(request: SignedInRequest) -> HttpResponse:
    """Plans of the user, plans they mentor, and courses from which they can start a plan."""
    return render_page(
        request,
        "evaluations/reforms/plans.html",
        own=own_plans(request.user),
        mentored=mentored_plans(request.user),
        startable=startable_enrolments(request.user),
    )


def _plan_url(row: ReformPlan) -> str:
    return reverse("evaluations:reforms:plan", args=[row.public_id])


def _plan_form_page(
    request: SignedInRequest,
    plan: ReformPlan,
    form: Any,
    action: Callable[..., Any],
    heading: str,
    **context: Any,
) -> HttpResponse:
    home = _plan_url(plan)
    return form_page(
        request,
        form,
        action,
        breadcrumbs=[(home, plan)],
        heading=heading,
        **context,
    )


@allow(policies.may_start, Enrolment)
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest, enrolment: Enrolment) -> HttpResponse:
    home = reverse("evaluations:reforms:plans")
    return form_page(
        request,
        PlanForm(post_data(request), programme=enrolment.cohort.programme),
        lambda **typed: services.create_plan(enrolment=enrolment, **typed),
        success_url=_plan_url,
        heading=_("Start a reform plan"),
        breadcrumbs=[(home, _("My reform plan"))],
    )


@allow(policies.may_read, ReformPlan)
@require_GET
def plan(request: SignedInRequest, plan: ReformPlan) -> HttpResponse:
    return render_page(
        request,
        "evaluations/reforms/plan.html",
        plan=plan,
        steps=plan.steps.select_related("milestone", "confirmed_by__person").prefetch_related(
            "evidence__file"
        ),
        stages=plan.stages.all(),
        is_own=policies.is_plan_owner(request.user, plan),
        may_confirm=policies.may_confirm_plan(request.user, plan),
    )


@allow(policies.is_plan_owner, ReformPlan)
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, plan: ReformPlan) -> HttpResponse:
    form = PlanForm(post_data(request), instance=plan, programme=plan.cohort.programme)
    return _plan_form_page(
        request, plan, form, partial(services.save_plan, plan=plan), _("Edit my reform plan")
    )


@allow(policies.is_plan_owner, ReformPlan)
@require_http_methods(["GET", "POST"])
def add_step(request: SignedInRequest, plan: ReformPlan) -> HttpResponse:
    form = StepForm(post_data(request), plan=plan)
    return _plan_form_page(request, plan, form, partial(services.add_step, plan=plan), _("Add a step"))


@allow(policies.may_change_stage, ReformPlan)
@require_http_methods(["GET", "POST"])
def change_stage(request: SignedInRequest, plan: ReformPlan) -> HttpResponse:
    form = StageForm(post_data(request))
    return _plan_form_page(
        request, plan, form, partial(services.change_stage, plan=plan), _("Record a stage")
    )


@allow(policies.is_own_step, ReformStep)
@require_http_methods(["GET", "POST"])
def report_step(request: SignedInRequest, step: ReformStep) -> HttpResponse:
    """Report a step as done, with an evidence file."""
    form = ReportStepForm(post_data(request), request.FILES if request.method == "POST" else None)
    return _plan_form_page(
        request, step.plan, form, partial(services.report_done, step=step),
        interpolate(_("Report as done: %(step)s"), step=step),
        success_message=_("Reported. Someone else confirms the step. We will let you know."),
    )  # fmt: skip


@allow(policies.may_confirm, ReformStep)
@require_POST
def confirm(request: SignedInRequest, step: ReformStep) -> HttpResponse:
    return post_action(
        request,
        partial(services.confirm_step, step=step),
        back=reverse("evaluations:reforms:plan", args=[step.plan.public_id]),
        success_message=_("Confirmed."),
    )


@allow(policies.may_confirm, ReformStep)
@require_http_methods(["GET", "POST"])
def return_step(request: SignedInRequest, step: ReformStep) -> HttpResponse:
    return _plan_form_page(
        request, step.plan, ReturnStepForm(post_data(request)), partial(services.return_step, step=step),
        interpolate(_("Return for correction: %(step)s"), step=step),
    )  # fmt: skip
