"""Includes the URLs of all packages."""

from django.urls import include, path

app_name = "evaluations"
urlpatterns = [
    path("", include("evaluations.indicators.urls")),
    path("", include("evaluations.results.urls")),
    path("", include("evaluations.certificates.urls")),
    path("", include("evaluations.reforms.urls")),
    path("", include("evaluations.agenda.urls")),
    path("", include("evaluations.reports.urls")),
    path("", include("evaluations.results_chain.urls")),
    path("", include("evaluations.publications.urls")),
]
