"""The root URL configuration: the URLs of each app, of the API and of the account pages."""

from django.urls import include, path

urlpatterns = [
    path("", include("portal.site_urls")),
    path("accounts/", include("allauth.urls")),
    path("api/", include("portal.api")),
    path("", include("participants.urls")),
    path("", include("assessments.urls")),
    path("", include("programs.urls")),
    path("", include("evaluations.urls")),
]
handler400 = "portal.error_pages.bad_request"
handler403 = "portal.error_pages.forbidden"
handler404 = "portal.error_pages.not_found"
handler500 = "portal.error_pages.server_error"
