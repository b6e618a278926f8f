"""A programme's money."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from portal.access.decorators import allow
from portal.ui.pages import page
from programs.funding import services
from programs.funding.forms import BudgetLineForm, ContributionForm, ExpenditureForm
from programs.funding.models import Contribution
from programs.funding.queries import money_of
from programs.programmes import policies
from programs.programmes.models import Programme


@allow(policies.may_see_money, Programme)
@require_GET
def money(request: HttpRequest, programme: Programme) -> HttpResponse:
    contributions = Contribution.objects.visible_to(request.user).filter(programme=programme)
    return page(
        request,
        "programs/funding/money.html",
        programme=programme,
        money=money_of(programme),
        contributions=contributions.select_related("organisation").prefetch_related("earmarks__line"),
        may_coordinate=policies.may_coordinate(request.user, programme),
    )


def _form_page(
    request: HttpRequest, programme: Programme, form: Any, heading: str, act: Callable[..., Any]
) -> HttpResponse:
    if form.is_valid():
        with form.refusals():
            act(by=request.user, **form.cleaned_data)
            return redirect("programs:funding:money", programme.public_id)
    return page(request, "programs/programmes/part.html", form=form, programme=programme, heading=heading)


@allow(policies.may_coordinate, Programme)
@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, programme: Programme) -> HttpResponse:
    form = BudgetLineForm(request.POST if request.method == "POST" else None, programme=programme)
    return _form_page(
        request, programme, form, _("Add a budget line"),
        lambda **f: services.add_budget_line(programme=programme, **f),
    )  # fmt: skip


@allow(policies.may_coordinate, Programme)
@require_http_methods(["GET", "POST"])
def contribution(request: HttpRequest, programme: Programme) -> HttpResponse:
    form = ContributionForm(request.POST if request.method == "POST" else None, programme=programme)
    return _form_page(
        request,
        programme,
        form,
        _("Record a contribution"),
        lambda **f: services.pledge(programme=programme, **f),
    )


@allow(policies.may_coordinate, Programme)
@require_http_methods(["GET", "POST"])
def expenditure(request: HttpRequest, programme: Programme) -> HttpResponse:
    form = ExpenditureForm(request.POST if request.method == "POST" else None, programme=programme)
    return _form_page(request, programme, form, _("Record expenditure"), services.spend)
