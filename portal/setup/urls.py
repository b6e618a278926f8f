"""URLs of the set-up."""

from django.urls import path

from portal.setup import views

app_name = "setup"
urlpatterns = [
    path("", views.setup, name="setup"),
    path("<slug:key>/skip", views.skip, name="skip"),
    path("<slug:key>/resume", views.resume, name="resume"),
]
