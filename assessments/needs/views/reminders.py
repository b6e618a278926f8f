"""Automatic reminders: the plan, which were sent, and which are due."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods

from assessments.collection import reminders as reminder_service
from assessments.collection.outreach_models import ReminderPlan
from assessments.needs import policies
from assessments.needs.base_context import base_context
from assessments.needs.models import NeedsAssessment
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.ui.forms import PortalForm
from portal.ui.pages import post_data, render_page


class PlanForm(PortalForm):
    days_before = forms.CharField(
        label=_lazy("Days before closing"),
        required=False,
        max_length=60,
        help_text=_lazy("For example: 7, 2. Leave empty to send no automatic reminders."),
    )
    gap_days = forms.IntegerField(
        label=_lazy("Minimum days between emails to the same person"), min_value=1, max_value=60, initial=3
    )

    def clean_days_before(self) -> list[int]:
        return reminder_service.days_in(self.cleaned_data["days_before"])


@allow(policies.may_manage, NeedsAssessment)
@require_http_methods(["GET", "POST"])
def reminders(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    collection = assessment.collection
    existing = ReminderPlan.objects.filter(collection=collection).select_related("collection").first()
    form = PlanForm(post_data(request), initial=_values_of(existing))
    if form.is_valid():
        with form.map_domain_errors():
            reminder_service.plan(collection=collection, by=request.user, **form.cleaned_data)
            messages.success(request, _("Reminder settings saved."))
            return redirect("assessments:needs:reminders", assessment.public_id)
    return render_page(
        request,
        "assessments/needs/reminders.html",
        form=form,
        coming=[moment for moment in existing.moments() if moment > timezone.now()] if existing else [],
        gone=list(collection.planned_reminders.filter(people__gt=0)),
        **base_context(request.user, assessment),
    )


def _values_of(plan: ReminderPlan | None) -> dict[str, Any]:
    if plan is None:
        return {}
    return {"days_before": ", ".join(str(day) for day in plan.days_before), "gap_days": plan.gap_days}
