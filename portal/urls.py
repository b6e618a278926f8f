"""Every address of the site: one include an app, and the fixed public ones that others print and call."""

from django.urls import include, path

handler400 = "portal.faults.bad_request"
handler403 = "portal.faults.forbidden"
handler404 = "portal.faults.not_found"
handler500 = "portal.faults.server_error"

urlpatterns = [
    path("", include("portal.site_urls")),
]
