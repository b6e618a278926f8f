"""URLs of completion."""

from django.urls import path

from programs.completion import views

app_name = "completion"
urlpatterns = [
    path("cohorts/<uuid:public_id>/completion", views.completion_status, name="completion_status"),
    path("cohorts/<uuid:public_id>/completion/record", views.record, name="record"),
    path("cohorts/<uuid:public_id>/completion/criteria", views.edit_criteria, name="criteria"),
]
