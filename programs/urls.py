"""URLs of all packages of this app."""

from django.urls import include, path

app_name = "programs"
urlpatterns = [
    path("", include("programs.programmes.urls")),
    path("", include("programs.curriculum.urls")),
    path("", include("programs.cohorts.urls")),
    path("", include("programs.sessions.urls")),
    path("", include("programs.staffing.urls")),
    path("", include("programs.learning.urls")),
    path("", include("programs.completion.urls")),
    path("", include("programs.surveys.urls")),
    path("", include("programs.funding.urls")),
]
