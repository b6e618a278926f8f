"""One include a room."""

from django.urls import include, path

app_name = "assessments"
urlpatterns = [
    path("", include("assessments.competencies.urls")),
    path("", include("assessments.collection.urls")),
    path("", include("assessments.stakeholders.urls")),
    path("", include("assessments.needs.urls")),
    path("", include("assessments.analysis.urls")),
]
