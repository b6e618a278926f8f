"""Registers the API viewsets of this app."""

from rest_framework.routers import BaseRouter

from evaluations.agenda.api import AgendaViewSet
from evaluations.certificates.api import CertificateViewSet
from evaluations.indicators.api import CaseloadReturnViewSet, IndicatorViewSet, ObservationViewSet
from evaluations.reports.api import ReportFigureViewSet, ReportViewSet


def register(router: BaseRouter) -> None:
    router.register("agendas", AgendaViewSet, basename="agenda")
    router.register("certificates", CertificateViewSet, basename="certificate")
    router.register("indicators", IndicatorViewSet, basename="indicator")
    router.register("observations", ObservationViewSet, basename="observation")
    router.register("caseload-returns", CaseloadReturnViewSet, basename="caseload-return")
    router.register("reports", ReportViewSet, basename="report")
    router.register("report-figures", ReportFigureViewSet, basename="report-figure")
