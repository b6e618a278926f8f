"""Back home: the judge's plan on a phone, and what a mentor confirms."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations.reforms import policies, services
from evaluations.reforms.forms import DoneForm, PlanForm, ReturnForm, StageForm, StepForm
from evaluations.reforms.models import ReformAction, ReformPlan
from evaluations.reforms.queries import own_plans, plans_to_accompany, startable_enrolments
from portal.access.decorators import allow
from portal.access.errors import DomainError
from portal.access.policies import signed_in
from portal.ui.pages import page
from programs.cohorts.models import Enrolment


@allow(signed_in)
@require_GET
def plans(request: HttpRequest) -> HttpResponse:
    """My plans, those that I accompany, and the courses from which a plan may begin."""
    return page(
        request,
        "evaluations/reforms/plans.html",
        own=own_plans(request.user),
        accompanied=plans_to_accompany(request.user),
        startable=startable_enrolments(request.user),
    )


@allow(policies.may_begin, Enrolment)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    form = PlanForm(request.POST if request.method == "POST" else None, programme=enrolment.cohort.programme)
    if form.is_valid():
        with form.refusals():
            fields = {name: value for name, value in form.cleaned_data.items() if name != "revision"}
            row = services.begin_plan(enrolment=enrolment, by=request.user, **fields)
            return redirect("evaluations:reforms:plan", row.public_id)
    return page(
        request, "evaluations/reforms/form.html", form=form, heading=_("Begin a reform plan"), plan=None
    )


@allow(policies.may_read, ReformPlan)
@require_GET
def plan(request: HttpRequest, plan: ReformPlan) -> HttpResponse:
    return page(
        request,
        "evaluations/reforms/plan.html",
        plan=plan,
        actions=plan.actions.select_related("milestone", "confirmed_by__person").prefetch_related(
            "evidence__file"
        ),
        stages=plan.stages.all(),
        is_own=policies.is_own(request.user, plan),
        may_confirm=policies.may_confirm_plan(request.user, plan),
    )


@allow(policies.is_own, ReformPlan)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, plan: ReformPlan) -> HttpResponse:
    form = PlanForm(
        request.POST if request.method == "POST" else None, instance=plan, programme=plan.cohort.programme
    )
    if form.is_valid():
        with form.refusals():
            fields = dict(form.cleaned_data)
            services.save_plan(plan=plan, revision=fields.pop("revision"), by=request.user, **fields)
            return redirect("evaluations:reforms:plan", plan.public_id)
    return page(request, "evaluations/reforms/form.html", form=form, heading=_("Edit my plan"), plan=plan)


@allow(policies.is_own, ReformPlan)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, plan: ReformPlan) -> HttpResponse:
    form = StepForm(request.POST if request.method == "POST" else None, plan=plan)
    if form.is_valid():
        with form.refusals():
            services.add_step(plan=plan, by=request.user, **form.cleaned_data)
            return redirect("evaluations:reforms:plan", plan.public_id)
    return page(request, "evaluations/reforms/form.html", form=form, heading=_("Add a step"), plan=plan)


@allow(policies.may_move, ReformPlan)
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, plan: ReformPlan) -> HttpResponse:
    form = StageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with form.refusals():
            services.move_plan(plan=plan, by=request.user, **form.cleaned_data)
            return redirect("evaluations:reforms:plan", plan.public_id)
    return page(request, "evaluations/reforms/form.html", form=form, heading=_("Enter a stage"), plan=plan)


@allow(policies.is_own_action, ReformAction)
@require_http_methods(["GET", "POST"])
def done(request: HttpRequest, action: ReformAction) -> HttpResponse:
    """Say that a step is done, with a file that shows it."""
    form = DoneForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            fields = form.cleaned_data
            services.mark_done(action=action, done_on=fields["done_on"], by=request.user)
            if fields["upload"]:
                services.add_evidence(
                    action=action, upload=fields["upload"], note=fields["note"], by=request.user
                )
            messages.success(request, _("Reported. Somebody else confirms it; you will be told."))
            return redirect("evaluations:reforms:plan", action.plan.public_id)
    heading = _("Report: %(step)s") % {"step": action}
    return page(request, "evaluations/reforms/form.html", form=form, heading=heading, plan=action.plan)


@allow(policies.may_confirm, ReformAction)
@require_POST
def confirm(request: HttpRequest, action: ReformAction) -> HttpResponse:
    try:
        services.confirm_step(action=action, by=request.user)
        messages.success(request, _("Confirmed."))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("evaluations:reforms:plan", action.plan.public_id)


@allow(policies.may_confirm, ReformAction)
@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, action: ReformAction) -> HttpResponse:
    form = ReturnForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with form.refusals():
            services.return_step(action=action, by=request.user, **form.cleaned_data)
            return redirect("evaluations:reforms:plan", action.plan.public_id)
    heading = _("Give back: %(step)s") % {"step": action}
    return page(request, "evaluations/reforms/form.html", form=form, heading=heading, plan=action.plan)
