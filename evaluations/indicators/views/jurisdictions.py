"""Pages of jurisdictions and the figures of their courts."""

from typing import Any

from django.db.models import Count, DateField, IntegerField, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments.needs.models import TrainingNeed
from evaluations.indicators import charts, policies
from evaluations.indicators.models import CaseloadReturn
from evaluations.indicators.period_texts import localised_period
from evaluations.indicators.queries import CourtFigures, CourtRow, court_figures, notes_of
from participants.organisations.models import Court, Jurisdiction
from portal.access.decorators import allow
from portal.access.users import AnyUser, SignedInRequest
from portal.languages.numbers import digits, interpolate
from portal.tables.export import csv_response, xlsx_response
from portal.tables.listing import Column, Listing
from portal.ui.pages import render_page
from programs.programmes.models import Programme

SHOWN = 6


@allow(policies.may_read)
@require_GET
def jurisdictions(request: SignedInRequest) -> HttpResponse:
    courts = Court.objects.filter(organisation__jurisdiction=OuterRef("pk"))
    returns = CaseloadReturn.objects.filter(court__organisation__jurisdiction=OuterRef("pk"))
    rows = Jurisdiction.objects.visible_to(request.user).annotate(
        courts=_total_of(courts, "organisation__jurisdiction", Count("pk")),
        returns=_total_of(
            returns.filter(verified_by__isnull=False), "court__organisation__jurisdiction", Count("court")
        ),
        latest=_total_of(returns, "court__organisation__jurisdiction", Max("ends"), DateField()),
    )
    listing = Listing(
        request,
        rows,
        name="jurisdictions",
        columns=[
            Column("name", _("Jurisdiction"), sort="name"),
            Column("code", _("Code"), sort="code"),
            Column("region", _("Region"), sort="region"),
            Column("courts", _("Courts"), sort="courts", numeric=True),
            Column("returns", _("Verified returns"), sort="returns", numeric=True),
            Column("latest", _("Latest period ends"), sort="latest"),
        ],
        search=["name", "code", "region"],
        default_sort="name",
    )
    return listing.response(
        "evaluations/indicators/jurisdictions.html", may_enter=policies.may_enter(request.user)
    )


def _total_of(rows: QuerySet[Any], path: str, total: Any, field: Any = None) -> Any:
    """Subquery for a total of the jurisdiction's rows; joins would multiply the rows."""
    summed = rows.order_by().values(path).annotate(total=total).values("total")
    if field is not None:
        return Subquery(summed, output_field=field)
    return Coalesce(Subquery(summed, output_field=IntegerField()), 0)


@allow(policies.may_read, Jurisdiction)
@require_GET
def jurisdiction(request: SignedInRequest, jurisdiction: Jurisdiction) -> HttpResponse:
    """Rates by court and year, with the data-quality notes."""
    case_type = request.GET.get("type", "")
    figures = court_figures(jurisdiction, user=request.user, case_type=case_type)
    years = figures.year_rows()
    requested = request.GET.get("year", "")
    year = (
        int(requested)
        if requested.isdecimal() and int(requested) in figures.years
        else figures.last_complete_year
    )
    if request.GET.get("export") in ("csv", "xlsx"):
        return _exported(figures, jurisdiction, request.GET["export"])
    now = next((row for row in years if row.year == year), None)
    return render_page(
        request,
        "evaluations/indicators/jurisdiction.html",
        jurisdiction=jurisdiction,
        figures=figures,
        years=years,
        year=year,
        now=now,
        case_type=case_type,
        rows=_rows_with_charts(figures, year) if year else [],
        wide=charts.cases_in_and_out(figures) if years else "",
        narrow=charts.cases_in_and_out(figures, narrow=True) if years else "",
        gaps=_gaps(figures),
        notes=[{**note, "period": _span(note)} for note in notes_of(jurisdiction, user=request.user)],
        may_enter=policies.may_enter(request.user, jurisdiction),
        query=request.GET.urlencode(),
        **_related(request.user, jurisdiction),
    )


def _rows_with_charts(figures: CourtFigures, year: int) -> list[tuple[CourtRow, str, str]]:
    span = digits(f"{figures.years[0]}–{figures.years[-1]}")
    return [
        (
            row,
            charts.spark(
                row.clearance,
                interpolate(_("Clearance rate, %(span)s. The dashed line marks 100."), span=span),
                target=100,
            ),
            charts.spark(row.disposition, interpolate(_("Disposition time, %(span)s"), span=span)),
        )
        for row in figures.court_rows(year)
    ]


def _gaps(figures: CourtFigures) -> list[tuple[str, str]]:
    return [
        (str(court), digits(f"{years[0]}–{years[-1]}" if len(years) > 1 else years[0]))
        for court, years in figures.gaps()
    ]


def _span(note: dict[str, Any]) -> str:
    first, last = note["first"].year, note["last"].year
    return (
        localised_period(note["first"], note["last"])
        if note["n"] == 1
        else digits(f"{first}–{last}")
        if first != last
        else digits(first)
    )


def _related(user: AnyUser, jurisdiction: Jurisdiction) -> dict[str, Any]:
    """Needs, programmes and reforms of the jurisdiction. Reforms by the relation: their package imports this one."""
    model: Any = Court._meta.get_field("reform_plans").related_model
    plans = model.objects.visible_to(user)
    return {
        "needs": TrainingNeed.objects.visible_to(user)
        .filter(jurisdiction=jurisdiction)
        .order_by("priority")[:SHOWN],
        "programmes": Programme.objects.visible_to(user).filter(jurisdictions=jurisdiction)[:SHOWN],
        "reforms": plans.filter(court__organisation__jurisdiction=jurisdiction).select_related(
            "court__organisation"
        )[:SHOWN],
    }


def _exported(figures: CourtFigures, jurisdiction: Jurisdiction, kind: str) -> HttpResponse:
    head = [
        _("Court"), _("Year"), _("Pending at start"), _("Incoming"), _("Resolved"), _("Pending at end"),
        _("Clearance rate, %"), _("Disposition time, days"), _("Not verified"), _("With a note"),
    ]  # fmt: skip
    names = {court.pk: str(court) for court in figures.courts}
    lines = [
        [
            names[court], year, cell.flow.pending_start, cell.flow.incoming, cell.flow.resolved,
            cell.flow.pending_end, cell.clearance.rounded(1), cell.disposition.rounded(1), cell.unverified, cell.noted,
        ]
        for court, cells in figures.by_court.items()
        for year, cell in sorted(cells.items())
    ]  # fmt: skip
    write = csv_response if kind == "csv" else xlsx_response
    return write(f"court-figures-{jurisdiction.code}", head, lines)
