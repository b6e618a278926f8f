"""URLs of this app, one include per package."""

from django.urls import include, path

app_name = "assessments"
urlpatterns = [
    path("", include("assessments.competencies.urls")),
    path("", include("assessments.instruments.urls")),
    path("", include("assessments.collection.urls")),
    path("", include("assessments.stakeholders.urls")),
    path("", include("assessments.landscape.urls")),
    path("", include("assessments.consensus.urls")),
    path("", include("assessments.consultations.urls")),
    path("", include("assessments.needs.urls")),
    path("", include("assessments.analysis.urls")),
]
