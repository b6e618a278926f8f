"""Pages of caseload returns: list, entry, correction and verification."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations.indicators import policies, services
from evaluations.indicators.filters import ReturnFilter
from evaluations.indicators.forms import ReturnForm
from evaluations.indicators.models import CaseloadReturn
from evaluations.indicators.period_texts import localised_period
from evaluations.indicators.periods import format_period
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.languages.numbers import interpolate
from portal.tables.listing import Column, Listing
from portal.ui.pages import form_page, post_action, post_data, render_page


@allow(policies.may_read)
@require_GET
def returns(request: SignedInRequest) -> HttpResponse:
    rows = CaseloadReturn.objects.visible_to(request.user).select_related(
        "court__organisation__jurisdiction", "entered_by__person", "verified_by__person"
    )
    listing = Listing(
        request,
        rows,
        name="court-returns",
        columns=[
            Column("court", _("Court"), sort="court__organisation__name"),
            Column("case_type", _("Case type"), sort="case_type"),
            Column("period", _("Period"), sort="starts", value=lambda r: format_period(r.starts, r.ends)),
            Column("pending_start", _("Pending at start"), numeric=True),
            Column("incoming", _("Incoming"), sort="incoming", numeric=True),
            Column("resolved", _("Resolved"), sort="resolved", numeric=True),
            Column("pending_end", _("Pending at end"), sort="pending_end", numeric=True),
            Column("quality_note", _("Data-quality note")),
            Column("verified", _("Verified"), sort="verified_at", value=lambda r: str(r.verified_by or "")),
        ],
        filters=ReturnFilter,
        search=["court__organisation__name", "case_type"],
        default_sort="-starts",
    )
    return listing.response(
        "evaluations/indicators/returns.html",
        may_enter=policies.may_enter(request.user),
        may_verify=policies.may_verify(request.user),
    )


def _indicator_url(row: CaseloadReturn) -> str:
    return reverse("evaluations:indicators:return", args=[row.public_id])


def _form_page(
    request: SignedInRequest, form: ReturnForm, action: Callable[..., Any], **context: Any
) -> HttpResponse:
    home = reverse("evaluations:indicators:returns")
    lead = _("Enter counts only. Rates are computed from them. Someone else verifies what you enter.")
    return form_page(
        request,
        form,
        action,
        success_url=_indicator_url,
        breadcrumbs=[(home, _("Caseload returns"))],
        lead=lead,
        **context,
    )


@allow(policies.may_enter)
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    return _form_page(
        request, ReturnForm(post_data(request), user=request.user), services.enter_return,
        heading=_("Enter a caseload return"), submit=_("Save return"),
        success_message=_("The return has been saved. A second person must verify it."),
    )  # fmt: skip


@allow(policies.may_read, CaseloadReturn)
@require_GET
def return_(request: SignedInRequest, row: CaseloadReturn) -> HttpResponse:
    return render_page(
        request,
        "evaluations/indicators/return.html",
        row=row,
        period=localised_period(row.starts, row.ends),
        may_correct=policies.may_correct(request.user, row),
        may_verify=policies.may_verify(request.user, row) and row.verified_by_id is None,
    )


@allow(policies.may_correct, CaseloadReturn)
@require_http_methods(["GET", "POST"])
def correct(request: SignedInRequest, row: CaseloadReturn) -> HttpResponse:
    return _form_page(
        request, ReturnForm(post_data(request), instance=row, user=request.user),
        partial(services.correct_return, row=row), heading=_("Correct a return"), submit=_("Save correction"),
        success_message=_("The return has been corrected. The earlier counts remain in its history."),
    )  # fmt: skip


@allow(policies.may_verify, CaseloadReturn)
@require_POST
def verify(request: SignedInRequest, row: CaseloadReturn) -> HttpResponse:
    return post_action(
        request,
        partial(services.verify, row=row),
        back=reverse("evaluations:indicators:return", args=[row.public_id]),
        success_message=_("Verified."),
    )


@allow(policies.may_verify)
@require_POST
def bulk_verify(request: SignedInRequest) -> HttpResponse:
    """Verify the selected returns or, with `all`, every return that matches the filters, except the user's own."""
    rows = CaseloadReturn.objects.visible_to(request.user)
    if request.POST.get("all") == "1":
        rows = ReturnFilter(request.GET, queryset=rows, request=request).qs
    else:
        rows = rows.filter(public_id__in=request.POST.getlist("id"))
    allowed = [
        row.pk
        for row in rows.select_related("court__organisation__jurisdiction")
        if policies.may_verify(request.user, row)
    ]
    done = services.bulk_verify(rows=CaseloadReturn.objects.filter(pk__in=allowed), by=request.user)
    messages.success(
        request, interpolate(ngettext("%(n)s return verified.", "%(n)s returns verified.", done), n=done)
    )
    return redirect(f"{reverse('evaluations:indicators:returns')}?{request.GET.urlencode()}")
