"""URLs of sessions, attendance and calendar feeds."""

from django.urls import path

from programs.sessions.views import attendance, codes, meeting_lists, sessions

app_name = "sessions"
urlpatterns = [
    path("cohorts/<uuid:public_id>/sessions", sessions.sessions, name="sessions"),
    path("cohorts/<uuid:public_id>/sessions/new", sessions.new, name="new"),
    path("sessions/<uuid:public_id>/edit", sessions.edit, name="edit"),
    path("sessions/<uuid:public_id>/cancel", sessions.cancel, name="cancel"),
    path("sessions/<uuid:public_id>/remove", sessions.remove, name="remove"),
    path("sessions/<uuid:public_id>/attendance", attendance.attendance, name="attendance"),
    path("sessions/<uuid:public_id>/code", codes.code_screen, name="code_screen"),
    path("sessions/<uuid:public_id>/recorded", codes.recorded, name="recorded"),
    path("sessions/<uuid:public_id>/meeting-list", meeting_lists.upload, name="upload_meeting_list"),
    path("meeting-lists/<uuid:public_id>", meeting_lists.preview, name="meeting_list"),
    path("here/", codes.here, name="here"),
    path("here/<uuid:session_id>/<slug:token>", codes.scan, name="scan"),
    path("sessions/<uuid:public_id>/event.ics", sessions.one_event, name="event"),
    path("calendar/new", sessions.make_feed, name="make_feed"),
    path("calendar/<str:token>.ics", sessions.feed_of_person, name="feed"),
]
