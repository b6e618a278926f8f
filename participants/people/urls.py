"""URLs of people, affiliations and profiles."""

from django.urls import path

from participants.people import register_views, views

app_name = "people"
urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("people/", register_views.people, name="people"),
    path("people/new", register_views.new_person, name="new_person"),
    path("people/<uuid:public_id>", register_views.person, name="person"),
    path("people/<uuid:public_id>/edit", register_views.edit_person, name="edit_person"),
    path("people/<uuid:public_id>/archive", register_views.archive_person, name="archive_person"),
    path("people/<uuid:public_id>/restore", register_views.restore_person, name="restore_person"),
    path("people/<uuid:public_id>/affiliations/new", register_views.new_affiliation, name="new_affiliation"),
    path("affiliations/<uuid:public_id>/edit", register_views.edit_affiliation, name="edit_affiliation"),
    path("affiliations/<uuid:public_id>/end", register_views.end_affiliation, name="end_affiliation"),
]
