"""Enrolling nominated people from a pasted list: checked first, then saved."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.languages.numbers import interpolate
from portal.ui.pages import post_data, render_page
from programs.cohorts import nominations, policies
from programs.cohorts.base_context import cohort_context
from programs.cohorts.forms import NominatedForm
from programs.cohorts.models import Cohort

SHOWN = 20


@allow(policies.may_coordinate, Cohort)
@require_http_methods(["GET", "POST"])
def enrol_nominated(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    """Show who each line is; with `act=enrol` enrol them."""
    form = NominatedForm(post_data(request), cohort=cohort)
    planned: list[nominations.Nomination] = []
    if form.is_valid():
        data = form.cleaned_data
        with form.map_domain_errors():
            planned = nominations.plan(
                cohort=cohort, people=data["people"], jurisdiction=data["jurisdiction"]
            )
            if request.POST.get("act") == "enrol":
                _report(request, nominations.enrol(cohort=cohort, by=request.user, **data))
                return redirect("programs:cohorts:applications", cohort.public_id)
    new = [row for row in planned if row.is_new and row.jurisdiction]
    return render_page(
        request,
        "programs/cohorts/enrol.html",
        form=form,
        planned=planned,
        new=new,
        without_jurisdiction=[row for row in planned if row.is_new and not row.jurisdiction],
        known=[row for row in planned if row.person and not row.is_new],
        unknown=[row for row in planned if row.person is None],
        **cohort_context(request.user, cohort),
    )


def _report(request: SignedInRequest, outcome: nominations.Enrolled) -> None:
    n = len(outcome.seated)
    text = ngettext("%(n)s person is enrolled.", "%(n)s people are enrolled.", n)
    messages.success(request, interpolate(text, n=n) if n else _("Nobody was newly enrolled."))
    for person, reason in outcome.waiting[:SHOWN]:
        messages.warning(
            request, interpolate(_("%(name)s is on the waiting list: %(reason)s"), name=person, reason=reason)
        )
