"""URLs of people and profiles."""

from django.urls import path

from participants.people import views

app_name = "people"
urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("people/", views.people, name="people"),
    path("people/<uuid:public_id>", views.person, name="person"),
]
