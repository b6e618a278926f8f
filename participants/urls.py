"""URLs of all packages of this app."""

from django.urls import include, path

app_name = "participants"
urlpatterns = [
    path("", include("participants.people.urls")),
    path("", include("participants.accounts.urls")),
    path("", include("participants.directory.urls")),
    path("", include("participants.invitations.urls")),
]
