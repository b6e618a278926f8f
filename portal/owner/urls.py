"""URLs of the organisation that runs the portal."""

from django.urls import path

from portal.owner import views

app_name = "owner"
urlpatterns = [
    path("", views.edit, name="edit"),
    path("test-email", views.test_email, name="test_email"),
    path("logo/<slug:sha256>.png", views.logo, name="logo"),
]
