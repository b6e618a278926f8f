"""The addresses that belong to no app: the portal's own pages and what machines ask."""

from django.urls import include, path

from portal import health
from portal.dashboard import pages
from portal.ui import views

urlpatterns = [
    # machines
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics_page, name="metrics"),
    # the site's own pages
    path("", pages.public_home, name="public_home"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("components/", views.components, name="components"),
    path("home/", include("portal.dashboard.urls")),
    path("language/", include("portal.languages.urls")),
    path("history/", include("portal.audit.urls")),
    path("search/", include("portal.search.urls")),
    # the portal's rooms, one include a line
    path("jobs/", include("portal.jobs.urls")),
    path("outbox/", include("portal.mail.urls")),
    path("files/", include("portal.files.urls")),
    path("imports/", include("portal.tables.imports.urls")),
]
