"""Pages of milestones: evidence, planning, editing and cancelling."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.results import framework_editing, milestone_evidence, policies
from evaluations.results.forms import CancelForm, EvidenceForm, MilestoneForm
from evaluations.results.models import Milestone, MilestoneEvidence, Result
from evaluations.results.queries import facts_of
from evaluations.results.rules import milestone_state
from evaluations.results.target_values import latest_of
from evaluations.results.views.plan import plan_form_page, removal_page
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.ui.pages import post_action, post_data, render_page


@allow(policies.may_read, Milestone)
@require_http_methods(["GET", "POST"])
def milestone(request: SignedInRequest, milestone: Milestone) -> HttpResponse:
    """Show the milestone, the facts behind its status, and its evidence; POST adds evidence."""
    row = (
        Milestone.objects.with_facts()
        .select_related(
            "result__framework__programme", "court__organisation", "owner__person", "target__indicator"
        )
        .get(pk=milestone.pk)
    )
    may_add = row.cancelled_on is None and policies.may_add_evidence(request.user, row)
    posted = request.method == "POST" and may_add
    form = EvidenceForm(request.POST if posted else None, request.FILES if posted else None)
    if form.is_valid():
        with form.map_domain_errors():
            milestone_evidence.add_evidence(milestone=row, by=request.user, **form.cleaned_data)
            messages.success(request, _("The evidence has been added. A second person must confirm it."))
            return redirect("evaluations:results:milestone", row.public_id)
    value = latest_of([row.target])[row.target.pk] if row.target else None
    evidence = row.evidence.select_related(
        "file", "added_by__person", "confirmed_by__person", "milestone__result__framework__programme"
    )
    may_read_files = policies.may_read_evidence
    return render_page(
        request,
        "evaluations/results/milestone.html",
        milestone=row,
        state=milestone_state(facts_of(row, value), timezone.localdate()),
        value=value,
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


def _steps(request: SignedInRequest, row: Milestone) -> QuerySet[Any]:
    """Steps of reform plans linked to the milestone, by the relation: their package imports this one."""
    model: Any = Milestone._meta.get_field("reform_steps").related_model
    steps = model.objects.visible_to(request.user).filter(milestone=row)
    return steps.select_related("plan__court__organisation")


@allow(policies.may_confirm, MilestoneEvidence)
@require_POST
def confirm(request: SignedInRequest, evidence: MilestoneEvidence) -> HttpResponse:
    return post_action(
        request,
        partial(milestone_evidence.confirm_evidence, evidence=evidence),
        back=reverse("evaluations:results:milestone", args=[evidence.milestone.public_id]),
        success_message=_("Confirmed."),
    )


def _milestone_url(row: Milestone) -> str:
    return reverse("evaluations:results:milestone", args=[row.public_id])


@allow(policies.may_plan_result, Result)
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest, result: Result) -> HttpResponse:
    return plan_form_page(
        request, result.framework.programme, MilestoneForm(post_data(request), result=result, user=request.user),
        lambda **cleaned: framework_editing.add_milestone(result=result, **cleaned), success_url=_milestone_url,
        heading=_("Plan a milestone"), submit=_("Plan milestone"), about=str(result),
    )  # fmt: skip


@allow(policies.may_plan_milestone, Milestone)
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, milestone: Milestone) -> HttpResponse:
    form = MilestoneForm(post_data(request), instance=milestone, result=milestone.result, user=request.user)
    return plan_form_page(
        request, milestone.result.framework.programme, form,
        lambda **cleaned: framework_editing.save_milestone(milestone=milestone, **cleaned), success_url=_milestone_url,
        heading=_("Edit a milestone"), about=str(milestone), history=milestone,
    )  # fmt: skip


@allow(policies.may_plan_milestone, Milestone)
@require_http_methods(["GET", "POST"])
def remove(request: SignedInRequest, milestone: Milestone) -> HttpResponse:
    return removal_page(
        request, milestone.result.framework.programme,
        lambda by: framework_editing.remove_milestone(milestone=milestone, by=by),
        heading=_("Remove this milestone?"), about=str(milestone),
        lead=_("Remove a milestone only if it was planned by mistake. To give up a milestone, cancel "
               "it with a reason."),
    )  # fmt: skip


@allow(policies.may_plan_milestone, Milestone)
@require_http_methods(["GET", "POST"])
def cancel(request: SignedInRequest, milestone: Milestone) -> HttpResponse:
    return plan_form_page(
        request, milestone.result.framework.programme, CancelForm(post_data(request)),
        lambda **cleaned: framework_editing.cancel_milestone(milestone=milestone, **cleaned),
        success_url=_milestone_url, heading=_("Cancel a milestone"), submit=_("Cancel milestone"), about=str(milestone),
    )  # fmt: skip
