"""Pages of a programme's budget."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.ui.pages import form_page, post_data, render_page
from programs.funding import services
from programs.funding.forms import BudgetLineForm, ContributionForm, ExpenditureForm
from programs.funding.models import Contribution
from programs.funding.queries import programme_budget
from programs.programmes import policies
from programs.programmes.models import Programme


@allow(policies.may_see_budget, Programme)
@require_GET
def budget(request: SignedInRequest, programme: Programme) -> HttpResponse:
    contributions = Contribution.objects.visible_to(request.user).filter(programme=programme)
    return render_page(
        request,
        "programs/funding/budget.html",
        programme=programme,
        money=programme_budget(programme),
        contributions=contributions.select_related("organisation").prefetch_related("earmarks__line"),
        may_coordinate=policies.may_coordinate(request.user, programme),
    )


def _budget_form_page(
    request: SignedInRequest, programme: Programme, form: Any, heading: str, action: Callable[..., Any]
) -> HttpResponse:
    home = reverse("programs:funding:budget", args=[programme.public_id])
    crumbs = [(reverse("programs:programmes:programme", args=[programme.public_id]), programme)]
    return form_page(request, form, action, breadcrumbs=[*crumbs, (home, _("Money"))], heading=heading)


@allow(policies.may_coordinate, Programme)
@require_http_methods(["GET", "POST"])
def line(request: SignedInRequest, programme: Programme) -> HttpResponse:
    form = BudgetLineForm(post_data(request), programme=programme)
    return _budget_form_page(
        request, programme, form, _("Add a budget line"),
        lambda **typed: services.add_budget_line(programme=programme, **typed),
    )  # fmt: skip


@allow(policies.may_coordinate, Programme)
@require_http_methods(["GET", "POST"])
def contribution(request: SignedInRequest, programme: Programme) -> HttpResponse:
    form = ContributionForm(post_data(request), programme=programme)
    return _budget_form_page(
        request, programme, form, _("Record a contribution"),
        lambda **typed: services.record_contribution(programme=programme, **typed),
    )  # fmt: skip


@allow(policies.may_coordinate, Programme)
@require_http_methods(["GET", "POST"])
def expenditure(request: SignedInRequest, programme: Programme) -> HttpResponse:
    form = ExpenditureForm(post_data(request), programme=programme)
    return _budget_form_page(request, programme, form, _("Record expenditure"), services.record_expenditure)
