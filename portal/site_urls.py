"""The addresses that belong to no app: the portal's own pages and what machines ask."""

from django.urls import include, path

from portal import health

urlpatterns = [
    # machines
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics_page, name="metrics"),
    # the portal's rooms, one include a line
    path("jobs/", include("portal.jobs.urls")),
    path("outbox/", include("portal.mail.urls")),
    path("files/", include("portal.files.urls")),
]
