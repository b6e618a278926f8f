"""Pages of a programme's budget."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.languages.directions import isolated
from portal.languages.numbers import interpolate
from portal.tables.listing import Column, Listing
from portal.ui.pages import confirm_page, form_page, post_data, render_page
from programs.funding import policies as funding
from programs.funding import services
from programs.funding.filters import ExpenditureFilter
from programs.funding.forms import BudgetLineForm, CancelForm, ContributionForm, ExpenditureForm
from programs.funding.models import BudgetLine, Contribution, Expenditure
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


def _home(programme: Programme) -> str:
    return reverse("programs:funding:budget", args=[programme.public_id])


def _budget_form_page(
    request: SignedInRequest,
    programme: Programme,
    form: Any,
    heading: str,
    action: Callable[..., Any],
    **context: Any,
) -> HttpResponse:
    crumbs: list[tuple[str, Any]] = [
        (reverse("programs:programmes:programme", args=[programme.public_id]), programme)
    ]
    crumbs.append((_home(programme), _("Money")))
    return form_page(request, form, action, breadcrumbs=crumbs, heading=heading, **context)


@allow(policies.may_coordinate, Programme)
@require_http_methods(["GET", "POST"])
def line(request: SignedInRequest, programme: Programme) -> HttpResponse:
    form = BudgetLineForm(post_data(request), programme=programme)
    return _budget_form_page(
        request, programme, form, _("Add a budget line"),
        lambda **entered: services.add_budget_line(programme=programme, **entered),
    )  # fmt: skip


@allow(funding.may_edit_line, BudgetLine)
@require_http_methods(["GET", "POST"])
def edit_line(request: SignedInRequest, line: BudgetLine) -> HttpResponse:
    form = BudgetLineForm(post_data(request), programme=line.programme, instance=line)
    return _budget_form_page(
        request, line.programme, form, _("Edit the budget line"), partial(services.save_budget_line, line=line),
        history=line,
    )  # fmt: skip


@allow(funding.may_edit_line, BudgetLine)
@require_http_methods(["GET", "POST"])
def remove_line(request: SignedInRequest, line: BudgetLine) -> HttpResponse:
    return confirm_page(
        request, partial(services.remove_budget_line, line=line), back=_home(line.programme),
        question=interpolate(_("Remove budget line %(line)s?"), line=isolated(str(line))),
        effect=_("A line with money earmarked for it or spent on it cannot be removed."),
        confirm_label=_("Remove line"), danger=True,
    )  # fmt: skip


@allow(policies.may_coordinate, Programme)
@require_http_methods(["GET", "POST"])
def contribution(request: SignedInRequest, programme: Programme) -> HttpResponse:
    form = ContributionForm(post_data(request), programme=programme)
    return _budget_form_page(
        request, programme, form, _("Record a contribution"),
        lambda **entered: services.record_contribution(programme=programme, **entered),
    )  # fmt: skip


@allow(funding.may_edit_contribution, Contribution)
@require_http_methods(["GET", "POST"])
def edit_contribution(request: SignedInRequest, contribution: Contribution) -> HttpResponse:
    form = ContributionForm(post_data(request), programme=contribution.programme, instance=contribution)
    return _budget_form_page(
        request, contribution.programme, form, _("Correct the contribution"),
        partial(services.correct_contribution, contribution=contribution), history=contribution,
    )  # fmt: skip


@allow(funding.may_edit_contribution, Contribution)
@require_http_methods(["GET", "POST"])
def cancel_contribution(request: SignedInRequest, contribution: Contribution) -> HttpResponse:
    return _budget_form_page(
        request, contribution.programme, CancelForm(post_data(request)), _("Cancel the contribution"),
        partial(services.cancel_contribution, contribution=contribution),
        about=contribution.organisation, submit=_("Cancel the contribution"), danger=True,
    )  # fmt: skip


@allow(policies.may_coordinate, Programme)
@require_http_methods(["GET", "POST"])
def expenditure(request: SignedInRequest, programme: Programme) -> HttpResponse:
    form = ExpenditureForm(post_data(request), programme=programme)
    return _budget_form_page(request, programme, form, _("Record expenditure"), services.record_expenditure)


@allow(policies.may_coordinate, Programme)
@require_GET
def expenditures(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Every expenditure of the programme, cancelled ones too, which figures do not count."""
    listing = Listing(
        request,
        Expenditure.objects.visible_to(request.user)
        .filter(line__programme=programme)
        .select_related("line", "contribution__organisation", "cohort"),
        name="expenditure",
        columns=[
            Column("spent_on", _("Spent on"), sort="spent_on"),
            Column("line", _("Budget line"), sort="line__code"),
            Column("note", _("Purpose")),
            Column("cohort", _("Cohort"), sort="cohort__title", value=lambda row: row.cohort or ""),
            Column("contribution", _("Paid from"), value=lambda row: row.contribution or ""),
            Column("amount", _("Amount"), sort="amount", numeric=True),
            Column("currency", _("Currency"), value=lambda _row: programme.currency),
            Column("cancel_reason", _("Cancelled because")),
        ],
        filters=ExpenditureFilter,
        search=["note", "line__title", "cohort__title"],
        default_sort="-spent_on",
    )
    return listing.response("programs/funding/expenditures.html", programme=programme)


@allow(funding.may_edit_expenditure, Expenditure)
@require_http_methods(["GET", "POST"])
def edit_expenditure(request: SignedInRequest, expenditure: Expenditure) -> HttpResponse:
    programme = expenditure.line.programme
    return _budget_form_page(
        request, programme, ExpenditureForm(post_data(request), programme=programme, instance=expenditure),
        _("Correct the expenditure"), partial(services.correct_expenditure, expenditure=expenditure),
        success_url=reverse("programs:funding:expenditures", args=[programme.public_id]), history=expenditure,
    )  # fmt: skip


@allow(funding.may_edit_expenditure, Expenditure)
@require_http_methods(["GET", "POST"])
def cancel_expenditure(request: SignedInRequest, expenditure: Expenditure) -> HttpResponse:
    programme = expenditure.line.programme
    return _budget_form_page(
        request, programme, CancelForm(post_data(request)), _("Cancel the expenditure"),
        partial(services.cancel_expenditure, expenditure=expenditure),
        about=expenditure.note or str(expenditure.line), submit=_("Cancel the expenditure"), danger=True,
        success_url=reverse("programs:funding:expenditures", args=[programme.public_id]),
    )  # fmt: skip
