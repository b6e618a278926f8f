"""Pages of indicators: reference sheets and observations."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations.indicators import policies, services
from evaluations.indicators.forms import IndicatorForm, ObservationForm
from evaluations.indicators.models import Indicator, Observation
from evaluations.indicators.period_texts import localised_period
from evaluations.indicators.periods import format_period
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.languages.numbers import interpolate
from portal.tables.listing import Column, Listing
from portal.ui.forms import PortalForm
from portal.ui.pages import form_page, post_action, post_data

COMPUTED = (Indicator.Formula.CLEARANCE_RATE, Indicator.Formula.DISPOSITION_TIME)


@allow(policies.may_read_indicator)
@require_GET
def indicators(request: SignedInRequest) -> HttpResponse:
    listing = Listing(
        request,
        Indicator.objects.visible_to(request.user),
        name="indicators",
        columns=[
            Column("code", _("Code"), sort="code"),
            Column("title", _("Indicator"), sort="title"),
            Column("unit", _("Unit"), sort="unit"),
            Column("level", _("Level"), sort="level", value=lambda i: i.get_level_display()),
            Column("direction", _("Direction"), value=lambda i: i.get_direction_display()),
            Column("formula", _("How it is calculated"), value=lambda i: i.get_formula_display()),
        ],
        search=["code", "title", "definition"],
        default_sort="code",
    )
    return listing.response(
        "evaluations/indicators/indicators.html", may_define=policies.may_define(request.user)
    )


@allow(policies.may_read_indicator, Indicator)
@require_GET
def indicator(request: SignedInRequest, indicator: Indicator) -> HttpResponse:
    """Show the reference sheet and, for observed indicators, the values with those they supersede."""
    rows = (
        Observation.objects.visible_to(request.user)
        .filter(indicator=indicator, is_current=True)
        .select_related("court__organisation", "jurisdiction", "verified_by__person", "supersedes")
    )
    listing = Listing(
        request,
        rows,
        name=f"observations-{indicator.code}",
        columns=[
            Column("location", _("Court or jurisdiction"), value=lambda o: str(o.court or o.jurisdiction)),
            Column("period", _("Period"), sort="starts", value=lambda o: format_period(o.starts, o.ends)),
            Column("value", _("Value"), sort="value", numeric=True),
            Column("source", _("Source")),
            Column("quality_note", _("Data-quality note")),
            Column("verified", _("Verified"), value=lambda o: str(o.verified_by or "")),
        ],
        search=["court__organisation__name", "jurisdiction__name"],
        default_sort="-starts",
    )
    return listing.response(
        "evaluations/indicators/indicator.html",
        indicator=indicator,
        is_computed=indicator.formula in COMPUTED,
        may_define=policies.may_define(request.user, indicator),
        may_enter=policies.may_enter(request.user),
    )


def _indicator_url(row: Indicator) -> str:
    return reverse("evaluations:indicators:indicator", args=[row.public_id])


def _form_page(
    request: SignedInRequest, form: Any, action: Callable[..., Any], **context: Any
) -> HttpResponse:
    home = reverse("evaluations:indicators:indicators")
    context = {"submit": _("Save definition"), "back": home} | context
    success_url = context.pop("success_url", _indicator_url)
    return form_page(
        request, form, action, success_url=success_url, breadcrumbs=[(home, _("Indicators"))], **context
    )


@allow(policies.may_define)
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    form = IndicatorForm(post_data(request))
    return _form_page(request, form, services.define_indicator, heading=_("Define an indicator"))


@allow(policies.may_define, Indicator)
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, indicator: Indicator) -> HttpResponse:
    form = IndicatorForm(post_data(request), instance=indicator)
    return _form_page(
        request, form, lambda **cleaned: services.define_indicator(indicator=indicator, **cleaned),
        heading=interpolate(_("Edit %(name)s"), name=indicator.title), history=indicator,
    )  # fmt: skip


@allow(policies.may_define, Indicator)
@require_http_methods(["GET", "POST"])
def remove(request: SignedInRequest, indicator: Indicator) -> HttpResponse:
    return _form_page(
        request, PortalForm(post_data(request)), lambda by: services.remove_indicator(indicator=indicator, by=by),
        heading=_("Remove this indicator?"), about=str(indicator), submit=_("Remove"), danger=True,
        lead=_("You can remove it only if nothing uses it. The portal checks this first."),
        success_url=reverse("evaluations:indicators:indicators"), back=_indicator_url(indicator),
    )  # fmt: skip


def _value_form_page(
    request: SignedInRequest,
    indicator: Indicator,
    form: ObservationForm,
    action: Callable[..., Any],
    **context: Any,
) -> HttpResponse:
    home = _indicator_url(indicator)
    return form_page(
        request,
        form,
        action,
        breadcrumbs=[(home, indicator)],
        submit=_("Save value"),
        **context,
    )


@allow(policies.may_enter_value, Indicator)
@require_http_methods(["GET", "POST"])
def observation_new(request: SignedInRequest, indicator: Indicator) -> HttpResponse:
    form = ObservationForm(post_data(request), user=request.user, indicator=indicator)
    act = partial(services.record_observation, indicator=indicator)
    return _value_form_page(request, indicator, form, act, heading=_("Enter a value"), about=str(indicator))


@allow(policies.may_correct, Observation)
@require_http_methods(["GET", "POST"])
def observation_correct(request: SignedInRequest, observation: Observation) -> HttpResponse:
    """Store a new value that supersedes this one; the old one remains visible."""
    names = ("availability", "numerator", "denominator", "value", "source", "quality_note")
    form = ObservationForm(
        post_data(request),
        user=request.user,
        indicator=observation.indicator,
        correcting=observation,
        initial={name: getattr(observation, name) for name in names},
    )
    location = observation.court or observation.jurisdiction
    return _value_form_page(
        request, observation.indicator, form, partial(services.correct_observation, observation=observation),
        heading=_("Correct a value"), about=f"{location}, {localised_period(observation.starts, observation.ends)}",
        lead=_("The earlier value remains visible, marked as corrected."),
    )  # fmt: skip


@allow(policies.may_verify, Observation)
@require_POST
def observation_verify(request: SignedInRequest, observation: Observation) -> HttpResponse:
    return post_action(
        request,
        partial(services.verify, row=observation),
        back=reverse("evaluations:indicators:indicator", args=[observation.indicator.public_id]),
        success_message=_("Verified."),
    )
