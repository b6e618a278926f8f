"""Existing data about a jurisdiction for people who assess its needs."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.consultations.registry import KnownFigure
from evaluations.indicators.models import Observation
from evaluations.indicators.queries import court_figures
from participants.organisations.models import Jurisdiction
from portal.access.users import AnyUser
from portal.figures.figure import Figure, missing
from portal.languages.numbers import date_format, digits, interpolate

MOST_A_PLACE = 12


def latest_public(jurisdictions: Sequence[Jurisdiction], user: AnyUser) -> list[KnownFigure]:
    """Case flow of the last full year and the latest verified value of each public indicator. Four queries.

    Observations of single courts do not describe the jurisdiction, so they are left out.
    """
    figures: list[KnownFigure] = []
    for jurisdiction in jurisdictions:
        figures += _case_flow(jurisdiction, user)
        figures += _observed(jurisdiction, user)
    return figures


def _case_flow(jurisdiction: Jurisdiction, user: AnyUser) -> list[KnownFigure]:
    figures = court_figures(jurisdiction, user=user)
    row = next((row for row in figures.year_rows() if row.year == figures.last_complete_year), None)
    if row is None:
        return []
    verification = _("verified") if not row.unverified else _("not all verified")
    url = reverse("evaluations:indicators:jurisdiction", args=[jurisdiction.public_id])
    source = interpolate(_("Caseload returns, %(said)s"), said=verification)
    return [
        KnownFigure(jurisdiction, title, figure, digits(row.year), source, url)
        for title, figure in ((_("Clearance rate"), row.clearance), (_("Disposition time"), row.disposition))
    ]


def _observed(jurisdiction: Jurisdiction, user: AnyUser) -> list[KnownFigure]:
    rows = (
        Observation.objects.visible_to(user)
        .filter(jurisdiction=jurisdiction, indicator__is_public=True, is_current=True, disaggregation="")
        .filter(verified_by__isnull=False)
        .select_related("indicator")
        .order_by("indicator_id", "-ends")
        .distinct("indicator_id")
    )
    return [
        KnownFigure(
            jurisdiction,
            row.indicator.title,
            _figure(row),
            f"{date_format(row.starts, 'SHORT_DATE_FORMAT')} – {date_format(row.ends, 'SHORT_DATE_FORMAT')}",
            row.source,
            reverse("evaluations:indicators:indicator", args=[row.indicator.public_id]),
        )
        for row in rows[:MOST_A_PLACE]
    ]


def _figure(row: Observation) -> Figure:
    unit, definition = row.indicator.unit, row.indicator.definition
    if row.availability == Observation.Availability.NAP:
        return missing("not_applicable", unit=unit, definition=definition)
    if row.value is None:
        return missing("no_data", unit=unit, definition=definition)
    return Figure(row.value, unit=unit, definition=definition)
