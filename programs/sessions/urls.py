"""URLs of sessions, attendance and calendar feeds."""

from django.urls import path

from programs.sessions import views

app_name = "sessions"
urlpatterns = [
    path("cohorts/<uuid:public_id>/sessions", views.sessions, name="sessions"),
    path("cohorts/<uuid:public_id>/sessions/new", views.new, name="new"),
    path("sessions/<uuid:public_id>/edit", views.edit, name="edit"),
    path("sessions/<uuid:public_id>/cancel", views.cancel, name="cancel"),
    path("sessions/<uuid:public_id>/attendance", views.attendance, name="attendance"),
    path("sessions/<uuid:public_id>/event.ics", views.one_event, name="event"),
    path("calendar/new", views.make_feed, name="make_feed"),
    path("calendar/<str:token>.ics", views.feed_of_person, name="feed"),
]
