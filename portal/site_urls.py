"""URLs of the portal's own pages and of the health checks."""

from django.urls import include, path

from portal import health
from portal.dashboard import pages
from portal.ui import views

urlpatterns = [
    # health checks and metrics
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics_page, name="metrics"),
    # pages of the site
    path("", pages.public_home, name="public_home"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("components/", views.components, name="components"),
    path("offline/", views.offline, name="offline"),
    path("service-worker.js", views.service_worker, name="service_worker"),
    path("home/", include("portal.dashboard.urls")),
    path("organisation/", include("portal.owner.urls")),
    path("setup/", include("portal.setup.urls")),
    path("language/", include("portal.languages.urls")),
    path("history/", include("portal.audit.urls")),
    path("search/", include("portal.search.urls")),
    # packages
    path("jobs/", include("portal.jobs.urls")),
    path("outbox/", include("portal.mail.urls")),
    path("files/", include("portal.files.urls")),
    path("imports/", include("portal.tables.imports.urls")),
]
