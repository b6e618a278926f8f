"""Pages of the directory: lists, forms, archiving and merging."""

from functools import partial

import django_filters
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from participants.directory import merging, policies, services
from participants.directory.countries import SUBREGIONS
from participants.directory.forms import (
    CountriesForm,
    JurisdictionForm,
    LinesForm,
    OrganisationForm,
)
from participants.directory.queries import merges_into
from participants.organisations.models import Court, Jurisdiction, Organisation
from portal.access.decorators import allow
from portal.access.errors import DomainError
from portal.access.users import SignedInRequest
from portal.languages.countries import region_name, territory_name
from portal.languages.numbers import interpolate
from portal.tables.listing import Column, Listing
from portal.tables.status_filter import StatusFilter
from portal.ui.pages import confirm_page, form_page, post_data, render_page


class JurisdictionFilter(StatusFilter):
    class Meta:
        model = Jurisdiction
        fields = ("kind",)


class OrganisationFilter(StatusFilter):
    jurisdiction = django_filters.ModelChoiceFilter(
        label=_lazy("Jurisdiction"), queryset=Jurisdiction.objects.all(), to_field_name="code"
    )

    class Meta:
        model = Organisation
        fields = ("kind", "jurisdiction")


def _jurisdictions_home() -> str:
    return reverse("participants:directory:jurisdictions")


def _organisations_home() -> str:
    return reverse("participants:directory:organisations")


def _organisation_url(row: Organisation) -> str:
    return reverse("participants:directory:organisation", args=[row.public_id])


@allow(policies.may_list)
@require_GET
def jurisdictions(request: SignedInRequest) -> HttpResponse:
    active = Q(organisations__archived_at=None)
    listing = Listing(
        request,
        Jurisdiction.objects.visible_to(request.user).annotate(
            court_count=Count("organisations", active & Q(organisations__kind=Organisation.Kind.COURT)),
            organisation_count=Count("organisations", active),
        ),
        name="jurisdictions",
        columns=[
            Column("name", _("Jurisdiction"), sort="name"),
            Column("code", _("Code"), sort="code"),
            Column("kind", _("Type"), value=lambda row: row.get_kind_display()),
            Column("region", _("Region"), sort="region", value=lambda row: region_name(row.region)),
            Column("timezone", _("Time zone")),
            Column("court_count", _("Courts"), sort="court_count", numeric=True),
            Column("organisation_count", _("Organisations"), sort="organisation_count", numeric=True),
        ],
        filters=JurisdictionFilter,
        search=["name", "code", "region"],
        default_sort="name",
    )  # fmt: skip
    return listing.response(
        "participants/directory/jurisdictions.html", may_manage=policies.may_manage(request.user)
    )


@allow(policies.may_manage)
@require_http_methods(["GET", "POST"])
def choose_countries(request: SignedInRequest) -> HttpResponse:
    """All countries by region, in the reader's language; those that are there already are marked."""
    form = CountriesForm(post_data(request))
    if form.is_valid():
        added = services.add_countries(codes=form.cleaned_data["codes"], by=request.user)
        messages.success(
            request,
            interpolate(
                ngettext("%(n)s jurisdiction added.", "%(n)s jurisdictions added.", len(added)), n=len(added)
            ),
        )
        return redirect(_jurisdictions_home())
    language = get_language() or "en"
    existing = set(Jurisdiction.objects.values_list("code", flat=True))
    selected = set(form.data.getlist("codes")) if form.is_bound else set()  # type: ignore[attr-defined]
    regions = [
        (
            region,
            territory_name(region, language),
            sorted(
                (
                    (code, territory_name(code, language), code in existing, code in selected)
                    for code in codes.split()
                ),
                key=lambda country: country[1],
            ),
        )
        for region, codes in SUBREGIONS.items()
    ]
    return render_page(
        request,
        "participants/directory/choose.html",
        form=form,
        regions=sorted(regions, key=lambda region: region[1]),
    )


@allow(policies.may_manage)
@require_http_methods(["GET", "POST"])
def new_jurisdiction(request: SignedInRequest) -> HttpResponse:
    home = _jurisdictions_home()
    return form_page(
        request, JurisdictionForm(post_data(request)), services.add_jurisdiction, success_url=home,
        success_message=_("The jurisdiction has been added."), heading=_("Add a jurisdiction"),
        lead=_("For a federal unit, a regional or a customary court system, which is not in the list of countries."),
        submit=_("Add jurisdiction"), breadcrumbs=[(home, _("Jurisdictions"))], back=home,
    )  # fmt: skip


@allow(policies.may_manage, Jurisdiction)
@require_http_methods(["GET", "POST"])
def edit_jurisdiction(request: SignedInRequest, jurisdiction: Jurisdiction) -> HttpResponse:
    home = _jurisdictions_home()
    return form_page(
        request, JurisdictionForm(post_data(request), instance=jurisdiction),
        partial(services.save_jurisdiction, jurisdiction=jurisdiction), success_url=home,
        success_message=_("The jurisdiction has been saved."), heading=_("Edit the jurisdiction"),
        about=str(jurisdiction), breadcrumbs=[(home, _("Jurisdictions"))], back=home, history=jurisdiction,
    )  # fmt: skip


@allow(policies.may_manage, Jurisdiction)
@require_http_methods(["GET", "POST"])
def archive_jurisdiction(request: SignedInRequest, jurisdiction: Jurisdiction) -> HttpResponse:
    return confirm_page(
        request, partial(services.archive_jurisdiction, jurisdiction=jurisdiction), back=_jurisdictions_home(),
        success_message=_("The jurisdiction has been archived."),
        question=interpolate(_("Archive %(name)s?"), name=jurisdiction),
        effect=_("It can no longer be chosen in forms. Everything that refers to it stays. You can restore it later."),
        confirm_label=_("Archive jurisdiction"),
    )  # fmt: skip


@allow(policies.may_manage, Jurisdiction)
@require_POST
def restore_jurisdiction(request: SignedInRequest, jurisdiction: Jurisdiction) -> HttpResponse:
    services.restore_jurisdiction(jurisdiction=jurisdiction, by=request.user)
    messages.success(request, _("The jurisdiction has been restored."))
    return redirect(_jurisdictions_home())


@allow(policies.may_list)
@require_GET
def organisations(request: SignedInRequest) -> HttpResponse:
    levels = dict(Court.Level.choices)
    listing = Listing(
        request,
        Organisation.objects.visible_to(request.user).select_related("jurisdiction", "court", "merged_into"),
        name="organisations",
        columns=[
            Column("name", _("Name"), sort="name"),
            Column("kind", _("Type"), sort="kind", value=lambda row: row.get_kind_display()),
            Column("jurisdiction", _("Jurisdiction"), sort="jurisdiction__name"),
            Column("level", _("Level"), sort="court__level",
                   value=lambda row: levels.get(row.court.level, "") if hasattr(row, "court") else ""),
            Column("website", _("Website")),
            Column("status", _("Status"), value=_status),
        ],
        filters=OrganisationFilter,
        search=["name", "duplicates__name"],
        default_sort="name",
    )  # fmt: skip
    return listing.response(
        "participants/directory/organisations.html", may_manage=policies.may_manage(request.user)
    )


def _status(row: Organisation) -> str:
    if row.merged_into:
        return interpolate(_("Merged into %(name)s"), name=row.merged_into)
    return _("Archived") if row.archived_at else _("Active")


@allow(policies.may_list, Organisation)
@require_GET
def organisation(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """One organisation and what refers to it. The page of a duplicate leads to the organisation that was kept."""
    if organisation.merged_into:
        messages.info(
            request,
            interpolate(
                _("%(duplicate)s has been merged into %(kept)s."),
                duplicate=organisation,
                kept=organisation.merged_into,
            ),
        )
        return redirect(_organisation_url(organisation.merged_into))
    court = Court.objects.filter(organisation=organisation).first()
    rows = [organisation, court] if court else [organisation]
    return render_page(
        request,
        "participants/directory/organisation.html",
        organisation=organisation,
        court=court,
        former_names=organisation.duplicates.order_by("name"),
        uses=sorted(merging.counts(*rows).items()),
        may_manage=policies.may_manage(request.user),
        merges=merges_into(organisation, request.user),
    )


@allow(policies.may_manage)
@require_http_methods(["GET", "POST"])
def new_organisation(request: SignedInRequest) -> HttpResponse:
    home = _organisations_home()
    return form_page(
        request, OrganisationForm(post_data(request)), services.add_organisation, success_url=_organisation_url,
        success_message=_("The organisation has been added."), heading=_("Add an organisation or a court"),
        submit=_("Add organisation"), breadcrumbs=[(home, _("Organisations"))], back=home,
    )  # fmt: skip


@allow(policies.may_manage)
@require_http_methods(["GET", "POST"])
def paste_organisations(request: SignedInRequest) -> HttpResponse:
    """Add many at once. Lines that cannot be added stay in the form, each with its reason."""
    home = _organisations_home()
    form = LinesForm(post_data(request))
    if form.is_valid():
        added, rest = services.add_lines(by=request.user, **form.cleaned_data)
        if added:
            messages.success(
                request,
                interpolate(
                    ngettext("%(n)s organisation added.", "%(n)s organisations added.", len(added)),
                    n=len(added),
                ),
            )
        if not rest:
            return redirect(home)
        form.replace_posted("text", "\n".join(line.name for line in rest))
        for line in rest:
            form.add_error("text", f"{line.name}: {line.problem}")
    return render_page(
        request, "portal/ui/form.html", form=form, heading=_("Add many organisations or courts"),
        lead=_("All of one type and one jurisdiction. Names that exist already are not added again."),
        submit=_("Add organisations"), breadcrumbs=[(home, _("Organisations"))], back=home,
    )  # fmt: skip


@allow(policies.may_manage, Organisation)
@require_http_methods(["GET", "POST"])
def edit_organisation(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    home, own = _organisations_home(), _organisation_url(organisation)
    return form_page(
        request, OrganisationForm(post_data(request), instance=organisation),
        partial(services.save_organisation, organisation=organisation), success_url=own,
        success_message=_("The organisation has been saved."), heading=_("Edit the organisation"),
        about=organisation.name, breadcrumbs=[(home, _("Organisations")), (own, organisation)], back=own,
        history=organisation,
    )  # fmt: skip


@allow(policies.may_manage, Organisation)
@require_http_methods(["GET", "POST"])
def archive_organisation(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    return confirm_page(
        request, partial(services.archive_organisation, organisation=organisation),
        back=_organisation_url(organisation), success_message=_("The organisation has been archived."),
        question=interpolate(_("Archive %(name)s?"), name=organisation),
        effect=_("It can no longer be chosen in forms. Everything that refers to it stays. You can restore it later."),
        confirm_label=_("Archive organisation"),
    )  # fmt: skip


@allow(policies.may_manage, Organisation)
@require_POST
def restore_organisation(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    try:
        services.restore_organisation(organisation=organisation, by=request.user)
        messages.success(request, _("The organisation has been restored."))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect(_organisation_url(organisation))
