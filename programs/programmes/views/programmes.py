"""The list of programmes, the page of a programme, and changing it."""

from collections.abc import Callable
from functools import partial
from typing import Any

import django_filters
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from assessments.landscape.overlap import OverlapKind
from participants.organisations.models import Jurisdiction
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.languages.numbers import interpolate
from portal.tables.listing import Column, Listing
from portal.ui.pages import confirm_page, form_page, post_data, render_page
from programs.programmes import overlap_answers, policies, services
from programs.programmes.forms import OverlapAnswerForm, PartnerForm, ProgrammeForm, UseEditionForm
from programs.programmes.landscape import warnings_of
from programs.programmes.models import Programme
from programs.programmes.queries import with_counts

COHORTS_PER_PAGE = 20


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
def programmes(request: SignedInRequest) -> HttpResponse:
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
def programme(request: SignedInRequest, programme: Programme) -> HttpResponse:
    cohorts = programme.cohorts.all().select_related("edition__module")
    may_coordinate = policies.may_coordinate(request.user, programme)
    if not may_coordinate:
        cohorts = cohorts.exclude(state="draft")
    listing = Listing(
        request, cohorts, name="cohorts", columns=[], default_sort="-starts", per_page=COHORTS_PER_PAGE
    )
    overlaps = _overlaps(request, programme, may_coordinate=may_coordinate)
    return render_page(
        request,
        "programs/programmes/programme.html",
        programme=with_counts(Programme.objects.filter(pk=programme.pk))
        .select_related("lead_organisation")
        .get(),
        listing=listing,
        partners=programme.partners.select_related("organisation"),
        editions=programme.editions.select_related("edition__module"),
        jurisdictions=programme.jurisdictions.all(),
        may_coordinate=may_coordinate,
        may_see_members=may_coordinate or policies.may_see_members(request.user, programme),
        **overlaps,
        may_see_budget=may_coordinate or policies.may_see_budget(request.user, programme),
    )


def _overlaps(request: SignedInRequest, programme: Programme, *, may_coordinate: bool) -> dict[str, Any]:
    """Overlaps with other programmes and offers, for coordinators while the programme can be changed."""
    is_planned = may_coordinate and programme.state != Programme.State.CLOSED
    warnings = warnings_of(programme, request.user) if is_planned else []
    unanswered = sum(
        warning.answer is None and warning.overlap.kind == OverlapKind.REPEATS for warning in warnings
    )
    return {"overlaps": warnings, "duplicate_count": unanswered}


@allow(policies.may_coordinate, Programme)
@require_http_methods(["GET", "POST"])
def answer_overlap(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Answer the overlap with the programme or offer `?other=`: join it, keep the own programme, or no match."""
    other_id = request.GET.get("other", "")
    warning = next(
        (row for row in warnings_of(programme, request.user) if str(row.overlap.other.public_id) == other_id),
        None,
    )
    if warning is None:
        raise Http404
    home, other, answer = _programme_url(programme), warning.overlap.other, warning.answer
    initial = {"answer": answer.answer, "reason": answer.reason} if answer else {}
    return form_page(
        request,
        OverlapAnswerForm(post_data(request), initial=initial),
        partial(overlap_answers.answer_overlap, programme=programme, other=other),
        heading=_("Respond to the warning"),
        about=str(other),
        submit=_("Save response"),
        breadcrumbs=[(reverse("programs:programmes:programmes"), _("Programmes")), (home, programme)],
        lead=_("Your response is shown next to the warning from now on, with your name and today’s date."),
    )


def _programme_url(row: Programme) -> str:
    return reverse("programs:programmes:programme", args=[row.public_id])


@allow(policies.may_create)
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    home = reverse("programs:programmes:programmes")
    return form_page(
        request,
        ProgrammeForm(post_data(request)),
        services.create_programme,
        success_url=_programme_url,
        heading=_("Create a programme"),
        submit=_("Save programme"),
        breadcrumbs=[(home, _("Programmes"))],
    )


def _programme_form_page(
    request: SignedInRequest, programme: Programme, form: Any, action: Callable[..., Any], **context: Any
) -> HttpResponse:
    home = _programme_url(programme)
    return form_page(request, form, action, breadcrumbs=[(home, programme)], **context)


@allow(policies.may_coordinate, Programme)
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, programme: Programme) -> HttpResponse:
    return _programme_form_page(
        request, programme, ProgrammeForm(post_data(request), instance=programme),
        lambda **typed: services.save_programme(programme=programme, **typed),
        heading=interpolate(_("Edit %(name)s"), name=programme.title), submit=_("Save programme"), history=programme,
    )  # fmt: skip


@allow(policies.may_coordinate, Programme)
@require_http_methods(["GET", "POST"])
def remove(request: SignedInRequest, programme: Programme) -> HttpResponse:
    return confirm_page(
        request,
        partial(services.remove_programme, programme=programme),
        back=_programme_url(programme),
        success_url=reverse("programs:programmes:programmes"),
        success_message=_("The programme is removed."),
        question=interpolate(_("Remove the programme %(name)s?"), name=programme.title),
        effect=_("A programme in design can be removed while nothing depends on it."),
        confirm_label=_("Remove the programme"),
        danger=True,
    )


@allow(policies.may_coordinate, Programme)
@require_http_methods(["GET", "POST"])
def add_partner(request: SignedInRequest, programme: Programme) -> HttpResponse:
    return _programme_form_page(
        request, programme, PartnerForm(post_data(request)),
        lambda **typed: services.add_partner(programme=programme, **typed), heading=_("Add a partner"),
    )  # fmt: skip


@allow(policies.may_coordinate, Programme)
@require_http_methods(["GET", "POST"])
def use_edition(request: SignedInRequest, programme: Programme) -> HttpResponse:
    return _programme_form_page(
        request, programme, UseEditionForm(post_data(request)),
        lambda **typed: services.use_edition(programme=programme, **typed), heading=_("Use a module edition"),
    )  # fmt: skip
