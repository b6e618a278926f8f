"""Add people from the stakeholder register to the respondent list."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from assessments.needs import policies
from assessments.needs.base_context import base_context
from assessments.needs.forms import StakeholderInvitationForm
from assessments.needs.models import NeedsAssessment
from assessments.needs.stakeholder_invitations import InvitedCounts, add_from_register
from assessments.stakeholders import policies as register
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.languages.numbers import interpolate
from portal.ui.pages import post_data, render_page


@allow(policies.may_manage, NeedsAssessment)
@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    form = StakeholderInvitationForm(post_data(request), assessment=assessment)
    if form.is_valid():
        with form.map_domain_errors():
            counts = add_from_register(assessment=assessment, by=request.user, **form.cleaned_data)
            messages.success(request, _summary(counts))
            return redirect("assessments:needs:respondents", assessment.public_id)
    return render_page(
        request,
        "assessments/needs/add_from_register.html",
        form=form,
        keeps_register=register.may_list(request.user),
        **base_context(request.user, assessment),
    )


def _summary(counts: InvitedCounts) -> str:
    sentences = [
        interpolate(ngettext("%(n)s address added.", "%(n)s addresses added.", counts.added), n=counts.added)
    ]
    if counts.already_on_list:
        sentence = ngettext(
            "%(n)s address was already on the list.",
            "%(n)s addresses were already on the list.",
            counts.already_on_list,
        )
        sentences.append(interpolate(sentence, n=counts.already_on_list))
    if counts.without_address:
        sentence = ngettext(
            "%(n)s entry has no email address in the register.",
            "%(n)s entries have no email address in the register.",
            counts.without_address,
        )
        sentences.append(interpolate(sentence, n=counts.without_address))
    return " ".join(sentences)
