"""The funding gaps page, and the form for the number of judges on which it is based."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from assessments.landscape.services import record_judge_count
from participants.organisations.models import Jurisdiction
from portal.access.decorators import allow
from portal.access.users import AnyUser, SignedInRequest
from portal.languages.numbers import interpolate
from portal.tables.export import csv_response, xlsx_response
from portal.ui.forms import PortalForm, set_querysets
from portal.ui.pages import form_page, post_data, render_page
from programs.funding import policies
from programs.funding.gap_queries import JurisdictionGap, currencies, gaps_for

REASONS = {
    "nothing_spent": gettext_lazy("no spending"),
    "no_need": gettext_lazy("no responses, or too few to show"),
    "no_judges": gettext_lazy("number of judges not known"),
    "not_reported": gettext_lazy("spending not reported"),
    "other_currency": gettext_lazy("spent in another currency"),
}


class JudgeCountForm(PortalForm):
    jurisdiction = forms.ModelChoiceField(
        label=gettext_lazy("Jurisdiction"), queryset=Jurisdiction.objects.none()
    )
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1990, max_value=2100)
    judges = forms.IntegerField(label=gettext_lazy("Judges"), min_value=1, max_value=1_000_000)
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=200,
        help_text=gettext_lazy("For example, the report and page, or the office that provided the number."),
    )

    def __init__(self, *args: Any, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_querysets(self, jurisdiction=policies.jurisdictions_for(user))


@allow(policies.may_see_gaps)
@require_GET
def gaps(request: SignedInRequest) -> HttpResponse:
    all_currencies = currencies()
    currency = request.GET.get("currency", "")
    currency = currency if currency in all_currencies else (all_currencies[0] if all_currencies else "EUR")
    rows = gaps_for(request.user, currency=currency)
    if request.GET.get("export") in ("csv", "xlsx"):
        return _file(request.GET["export"], rows, currency)
    return render_page(
        request,
        "programs/funding/gaps.html",
        rows=[(row, REASONS.get(row.gap.reason, "")) for row in rows],
        currency=currency,
        currencies=all_currencies,
        may_count=policies.may_record_judge_count(request.user),
    )


def _file(kind: str, rows: list[JurisdictionGap], currency: str) -> HttpResponse:
    head = [
        _("Code"), _("Jurisdiction"), _("Small state"), _("Need (0 to 20)"),
        interpolate(_("Spent, %(currency)s"), currency=currency),
        _("Judges"), _("Year"), _("Source"), _("Spent per judge"), _("Gap"), _("Reason for missing gap"),
        _("Top needs"),
    ]  # fmt: skip
    lines = [
        [
            row.jurisdiction.code, row.jurisdiction.name, _("yes") if row.jurisdiction.is_small_state else "",
            _rounded(row.gap.need),
            _rounded(row.gap.spent), row.gap.judges, row.count.year if row.count else "",
            row.count.source if row.count else "", _rounded(row.gap.per_head), _rounded(row.gap.index),
            REASONS.get(row.gap.reason, ""), "; ".join(str(cell.competency) for cell in row.needs),
        ]
        for row in rows
    ]  # fmt: skip
    return (csv_response if kind == "csv" else xlsx_response)("gaps", head, lines)


def _rounded(value: Any) -> Any:
    return None if value is None else round(value, 2)


@allow(policies.may_record_judge_count)
@require_http_methods(["GET", "POST"])
def judge_counts(request: SignedInRequest) -> HttpResponse:
    home = reverse("programs:funding:gaps")
    may_see = policies.may_see_gaps(request.user)
    return form_page(
        request, JudgeCountForm(post_data(request), user=request.user), record_judge_count,
        success_url=home if may_see else reverse("home"), heading=_("How many judges are there?"),
        lead=_("Spending is divided by this number. Give its source."),
        success_message=_("Number of judges saved."), breadcrumbs=[(home, _("Gaps"))] if may_see else [],
    )  # fmt: skip
