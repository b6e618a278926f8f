"""URLs of jobs."""

from django.urls import path

from portal.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("<uuid:public_id>", views.job, name="job"),
    path("<uuid:public_id>/cancel", views.cancel, name="cancel"),
]
