"""A programme's results framework, and the page of a milestone with its evidence."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations.results import policies, services
from evaluations.results.forms import (
    CancelForm,
    EvidenceForm,
    FrameworkForm,
    MilestoneForm,
    ResultForm,
    TargetForm,
)
from evaluations.results.measures import latest_of
from evaluations.results.models import Milestone, MilestoneEvidence, Result, ResultsFramework
from evaluations.results.queries import facts_of, framework_of
from evaluations.results.rules import milestone_state
from portal.access.decorators import allow
from portal.access.errors import DomainError
from portal.ui.pages import page
from programs.programmes.models import Programme


@allow(policies.may_read, Programme)
@require_GET
def framework(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Results as a tree, targets with their latest verified value, milestones with the state that follows."""
    found = framework_of(programme)
    return page(
        request,
        "evaluations/results/framework.html",
        programme=programme,
        framework=ResultsFramework.objects.filter(programme=programme).first(),
        found=found,
        may_plan=policies.may_plan(request.user, programme),
    )


@allow(policies.may_plan, Programme)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, programme: Programme) -> HttpResponse:
    row = ResultsFramework.objects.filter(programme=programme).first()
    form = FrameworkForm(request.POST if request.method == "POST" else None, instance=row)
    if form.is_valid():
        with form.refusals():
            services.save_framework(programme=programme, by=request.user, **form.cleaned_data)
            return redirect("evaluations:results:framework", programme.public_id)
    return _form(request, form, programme, _("Theory of change"), _("Save"))


@allow(policies.may_plan, Programme)
@require_http_methods(["GET", "POST"])
def result_new(request: HttpRequest, programme: Programme) -> HttpResponse:
    form = ResultForm(
        request.POST if request.method == "POST" else None, programme=programme, user=request.user
    )
    if form.is_valid():
        with form.refusals():
            services.add_result(programme=programme, by=request.user, **form.cleaned_data)
            return redirect("evaluations:results:framework", programme.public_id)
    return _form(request, form, programme, _("Add a result"), _("Add result"))


@allow(policies.may_plan_result, Result)
@require_http_methods(["GET", "POST"])
def target_new(request: HttpRequest, result: Result) -> HttpResponse:
    programme = result.framework.programme
    form = TargetForm(request.POST if request.method == "POST" else None, programme=programme)
    if form.is_valid():
        with form.refusals():
            services.add_target(result=result, by=request.user, **form.cleaned_data)
            return redirect("evaluations:results:framework", programme.public_id)
    return _form(request, form, programme, _("Set a target"), _("Set target"), about=str(result))


@allow(policies.may_plan_result, Result)
@require_http_methods(["GET", "POST"])
def milestone_new(request: HttpRequest, result: Result) -> HttpResponse:
    form = MilestoneForm(request.POST if request.method == "POST" else None, result=result, user=request.user)
    if form.is_valid():
        with form.refusals():
            row = services.add_milestone(result=result, by=request.user, **form.cleaned_data)
            return redirect("evaluations:results:milestone", row.public_id)
    programme = result.framework.programme
    return _form(request, form, programme, _("Plan a milestone"), _("Plan milestone"), about=str(result))


def _form(
    request: HttpRequest, form: object, programme: Programme, heading: str, submit: str, about: str = ""
) -> HttpResponse:
    return page(
        request,
        "evaluations/results/form.html",
        form=form,
        programme=programme,
        heading=heading,
        submit=submit,
        about=about,
    )


@allow(policies.may_read, Milestone)
@require_http_methods(["GET", "POST"])
def milestone(request: HttpRequest, milestone: Milestone) -> HttpResponse:
    """The step, what its state follows from, and its evidence; POST adds evidence."""
    row = Milestone.objects.with_facts().select_related(
        "result__framework__programme", "court__organisation", "owner__person", "target__indicator"
    ).get(pk=milestone.pk)  # fmt: skip
    may_add = row.cancelled_on is None and policies.may_add_evidence(request.user, row)
    posted = request.method == "POST" and may_add
    form = EvidenceForm(request.POST if posted else None, request.FILES if posted else None)
    if form.is_valid():
        with form.refusals():
            services.add_evidence(milestone=row, by=request.user, **form.cleaned_data)
            messages.success(request, _("The evidence is added. A second person confirms it."))
            return redirect("evaluations:results:milestone", row.public_id)
    measured = latest_of([row.target])[row.target.pk] if row.target else None
    evidence = row.evidence.select_related(
        "file", "added_by__person", "confirmed_by__person", "milestone__result__framework__programme"
    )
    may_read_files = policies.may_read_evidence
    return page(
        request,
        "evaluations/results/milestone.html",
        milestone=row,
        state=milestone_state(facts_of(row, measured), timezone.localdate()),
        measured=measured,
        evidence=[
            (
                e,
                policies.may_confirm(request.user, e) and e.confirmed_by_id is None,
                may_read_files(request.user, e),
            )
            for e in evidence
        ],
        steps=_steps(request, row),
        form=form,
        may_add=may_add,
        may_plan=policies.may_plan_milestone(request.user, row),
    )


def _steps(request: HttpRequest, row: Milestone) -> object:
    """Reform steps that point here, by the relation: their room stands above this one."""
    actions = Milestone._meta.get_field("reform_actions").related_model
    return (
        actions.objects.visible_to(request.user)
        .filter(milestone=row)
        .select_related("plan__court__organisation")
    )  # type: ignore[union-attr]


@allow(policies.may_confirm, MilestoneEvidence)
@require_POST
def confirm(request: HttpRequest, evidence: MilestoneEvidence) -> HttpResponse:
    try:
        services.confirm_evidence(evidence=evidence, by=request.user)
        messages.success(request, _("Confirmed."))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("evaluations:results:milestone", evidence.milestone.public_id)


@allow(policies.may_plan_milestone, Milestone)
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, milestone: Milestone) -> HttpResponse:
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with form.refusals():
            services.cancel_milestone(milestone=milestone, by=request.user, **form.cleaned_data)
            return redirect("evaluations:results:milestone", milestone.public_id)
    programme = milestone.result.framework.programme
    return _form(
        request, form, programme, _("Cancel a milestone"), _("Cancel milestone"), about=str(milestone)
    )
