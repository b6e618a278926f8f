"""The list of programmes, one programme, and planning it."""

import django_filters
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from participants.organisations.models import Jurisdiction
from portal.access.decorators import allow
from portal.tables.listing import Column, Listing
from portal.ui.pages import page
from programs.programmes import policies, services
from programs.programmes.forms import PartnerForm, ProgrammeForm, UseEditionForm
from programs.programmes.models import Programme
from programs.programmes.queries import with_counts

COHORTS_A_PAGE = 20


class ProgrammeFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Status"), empty_label=gettext_lazy("All"), choices=Programme.State.choices
    )
    jurisdiction = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Jurisdiction"),
        empty_label=gettext_lazy("All"),
        queryset=Jurisdiction.objects.all(),
        field_name="jurisdictions",
        to_field_name="code",
    )

    class Meta:
        model = Programme
        fields = ("state", "jurisdiction")


@allow(policies.may_read)
@require_GET
def programmes(request: HttpRequest) -> HttpResponse:
    rows = with_counts(Programme.objects.visible_to(request.user)).select_related("lead_organisation")
    listing = Listing(
        request,
        rows,
        name="programmes",
        columns=[
            Column("title", _("Programme"), sort="title"),
            Column("state", _("Status"), sort="state", value=lambda p: p.get_state_display()),
            Column("lead_organisation", _("Lead organisation"), sort="lead_organisation__name"),
            Column("cohort_count", _("Cohorts"), sort="cohort_count", numeric=True),
            Column("enrolled", _("Enrolled"), sort="enrolled", numeric=True),
            Column("ends", _("Ends"), sort="ends"),
        ],
        filters=ProgrammeFilter,
        search=["title", "code", "lead_organisation__name"],
        default_sort="title",
    )
    return listing.response(
        "programs/programmes/programmes.html", may_create=policies.may_create(request.user)
    )


@allow(policies.may_read, Programme)
@require_GET
def programme(request: HttpRequest, programme: Programme) -> HttpResponse:
    cohorts = programme.cohorts.all().select_related("edition__module")
    may_coordinate = policies.may_coordinate(request.user, programme)
    if not may_coordinate:
        cohorts = cohorts.exclude(state="draft")
    listing = Listing(
        request, cohorts, name="cohorts", columns=[], default_sort="-starts", per_page=COHORTS_A_PAGE
    )
    return page(
        request,
        "programs/programmes/programme.html",
        programme=with_counts(Programme.objects.filter(pk=programme.pk))
        .select_related("lead_organisation")
        .get(),
        listing=listing,
        partners=programme.partners.select_related("organisation"),
        editions=programme.modules.select_related("edition__module"),
        jurisdictions=programme.jurisdictions.all(),
        may_coordinate=may_coordinate,
        may_see_money=may_coordinate or policies.may_see_money(request.user, programme),
    )


@allow(policies.may_create)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = ProgrammeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with form.refusals():
            fields = {name: value for name, value in form.cleaned_data.items() if name != "revision"}
            return redirect(
                "programs:programmes:programme",
                services.create_programme(by=request.user, **fields).public_id,
            )
    return page(request, "programs/programmes/form.html", form=form, programme=None)


@allow(policies.may_coordinate, Programme)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, programme: Programme) -> HttpResponse:
    form = ProgrammeForm(request.POST if request.method == "POST" else None, instance=programme)
    if form.is_valid():
        with form.refusals():
            fields = dict(form.cleaned_data)
            services.save_programme(
                programme=programme, revision=fields.pop("revision"), by=request.user, **fields
            )
            return redirect("programs:programmes:programme", programme.public_id)
    return page(request, "programs/programmes/form.html", form=form, programme=programme)


@allow(policies.may_coordinate, Programme)
@require_http_methods(["GET", "POST"])
def partner(request: HttpRequest, programme: Programme) -> HttpResponse:
    form = PartnerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with form.refusals():
            services.add_partner(programme=programme, by=request.user, **form.cleaned_data)
            return redirect("programs:programmes:programme", programme.public_id)
    return page(
        request, "programs/programmes/part.html", form=form, programme=programme, heading=_("Add a partner")
    )


@allow(policies.may_coordinate, Programme)
@require_http_methods(["GET", "POST"])
def use_edition(request: HttpRequest, programme: Programme) -> HttpResponse:
    form = UseEditionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with form.refusals():
            services.use_edition(programme=programme, by=request.user, **form.cleaned_data)
            return redirect("programs:programmes:programme", programme.public_id)
    return page(
        request,
        "programs/programmes/part.html",
        form=form,
        programme=programme,
        heading=_("Use a module edition"),
    )
