"""Training offers: list, detail, editing."""

from functools import partial
from typing import Any

import django_filters
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.competencies.models import Competency
from assessments.landscape import policies, services
from assessments.landscape.forms import OfferForm
from assessments.landscape.models import ExternalProgramme
from participants.organisations.models import Jurisdiction, Organisation
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.languages.numbers import interpolate
from portal.tables.listing import Column, Listing
from portal.ui.pages import form_page, post_data, render_page


def _codes() -> list[tuple[str, str]]:
    """One line per code: editions of a framework share their codes."""
    rows = Competency.objects.filter(kind=Competency.Kind.COMPETENCY, offers__isnull=False)
    labels = {row.code: f"{row.code} {row}" for row in rows.distinct().prefetch_related("texts")}
    return sorted(labels.items())


class OfferFilter(django_filters.FilterSet):
    """Past and withdrawn offers are shown on request only."""

    competency = django_filters.ChoiceFilter(
        label=_lazy("Competency"), field_name="competencies__code", distinct=True, choices=_codes
    )
    jurisdiction = django_filters.ModelChoiceFilter(
        label=_lazy("Jurisdiction"),
        queryset=Jurisdiction.objects.all(),
        field_name="jurisdictions",
        to_field_name="code",
    )
    language = django_filters.ChoiceFilter(
        label=_lazy("Language"), choices=settings.LANGUAGES, method="in_language"
    )
    organisation = django_filters.ModelChoiceFilter(
        label=_lazy("Organisation"),
        queryset=Organisation.objects.filter(offers__isnull=False).distinct(),
        to_field_name="public_id",
    )
    from_day = django_filters.DateFilter(label=_lazy("Runs after"), field_name="ends", lookup_expr="gte")
    to_day = django_filters.DateFilter(label=_lazy("Runs before"), field_name="starts", lookup_expr="lte")
    shown = django_filters.ChoiceFilter(
        label=_lazy("Training offers"),
        empty_label=_lazy("Current and upcoming"),
        choices=[("over", _lazy("Ended")), ("withdrawn", _lazy("Withdrawn")), ("all", _lazy("All"))],
        method="unchanged",
    )

    class Meta:
        model = ExternalProgramme
        fields = ("competency", "jurisdiction")

    def in_language(self, rows: QuerySet[Any], _name: str, code: str) -> QuerySet[Any]:
        return rows.filter(languages__contains=[code])

    def unchanged(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        return rows

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows, today = super().filter_queryset(queryset), timezone.localdate()
        shown = self.form.cleaned_data.get("shown") or "current"
        if shown == "withdrawn":
            return rows.exclude(withdrawn_at=None)
        if shown == "over":
            return rows.filter(withdrawn_at=None, ends__lt=today)
        dated = self.form.cleaned_data.get("from_day") or self.form.cleaned_data.get("to_day")
        if shown == "current":
            rows = rows.filter(withdrawn_at=None)
            return rows if dated else rows.filter(ends__gte=today)
        return rows


@allow(policies.may_list)
@require_GET
def offers(request: SignedInRequest) -> HttpResponse:
    names = dict(settings.LANGUAGES)
    listing = Listing(
        request,
        ExternalProgramme.objects.visible_to(request.user).prefetch_related(
            "jurisdictions", "competencies__texts"
        ),
        name="offers",
        columns=[
            Column("title", _("Training offer"), sort="title"),
            Column("organisation", _("Organisation"), sort="organisation__name"),
            Column("competencies", _("Competencies"),
                   value=lambda row: ", ".join(competency.code for competency in row.competencies.all())),
            Column("jurisdictions", _("Open to"),
                   value=lambda row: ", ".join(jurisdiction.code for jurisdiction in row.jurisdictions.all())),
            Column("languages", _("Languages"),
                   value=lambda row: ", ".join(str(names.get(code, code)) for code in row.languages)),
            Column("starts", _("Starts"), sort="starts"),
            Column("ends", _("Ends"), sort="ends"),
            Column("seats", _("Seats"), sort="seats", numeric=True),
            Column("last_confirmed_on", _("Seen on"), sort="last_confirmed_on"),
        ],
        filters=OfferFilter,
        search=["title", "organisation__name", "summary"],
        default_sort="starts",
    )  # fmt: skip
    return listing.response(
        "assessments/landscape/offers.html", may_register=policies.may_register(request.user)
    )


@allow(policies.may_read, ExternalProgramme)
@require_GET
def offer(request: SignedInRequest, offer: ExternalProgramme) -> HttpResponse:
    return render_page(
        request,
        "assessments/landscape/offer.html",
        offer=offer,
        jurisdictions=offer.jurisdictions.all(),
        competencies=offer.competencies.prefetch_related("texts"),
        may_list=policies.may_list(request.user),
        may_manage=policies.may_manage(request.user, offer),
        today=timezone.localdate(),
    )


def _home() -> str:
    return reverse("assessments:landscape:offers")


def _address(row: ExternalProgramme) -> str:
    return reverse("assessments:landscape:offer", args=[row.public_id])


@allow(policies.may_register)
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    form = OfferForm(post_data(request), user=request.user)
    return form_page(
        request,
        form,
        services.register,
        success_url=_address,
        heading=_("Register a training offer"),
        submit=_("Register the training offer"),
        breadcrumbs=[(_home(), _("Training offers"))],
        lead=_("Training by another organisation, or by yours outside this portal."),
    )


@allow(policies.may_manage, ExternalProgramme)
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, offer: ExternalProgramme) -> HttpResponse:
    home = _address(offer)
    form = OfferForm(post_data(request), instance=offer, user=request.user)
    return form_page(
        request, form, partial(services.save, offer=offer), heading=_("Edit the training offer"),
        about=offer.title, breadcrumbs=[(_home(), _("Training offers")), (home, offer)], history=offer,
    )  # fmt: skip


@allow(policies.may_manage, ExternalProgramme)
@require_POST
def withdraw(request: SignedInRequest, offer: ExternalProgramme) -> HttpResponse:
    services.withdraw(offer=offer, by=request.user)
    messages.success(request, interpolate(_("“%(title)s” is no longer offered."), title=offer))
    return redirect(_address(offer))


@allow(policies.may_manage, ExternalProgramme)
@require_POST
def restore(request: SignedInRequest, offer: ExternalProgramme) -> HttpResponse:
    services.restore(offer=offer, by=request.user)
    messages.success(request, interpolate(_("“%(title)s” is offered again."), title=offer))
    return redirect(_address(offer))
