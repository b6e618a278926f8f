"""Every address of the site: one include an app, and the fixed public ones that others print and call."""

from django.urls import include, path

urlpatterns = [
    path("", include("portal.site_urls")),
]
