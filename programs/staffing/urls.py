"""URLs of programme members, cohort staff and session teachers."""

from django.urls import path

from programs.staffing import views

app_name = "staffing"
urlpatterns = [
    path("programmes/<uuid:public_id>/members", views.members, name="members"),
    path("programmes/<uuid:public_id>/members/new", views.new_member, name="new_member"),
    path("programme-members/<uuid:public_id>/edit", views.edit_member, name="edit_member"),
    path("programme-members/<uuid:public_id>/end", views.end_member, name="end_member"),
    path("cohorts/<uuid:public_id>/staff", views.staff, name="staff"),
    path("cohorts/<uuid:public_id>/staff/new", views.new_staff, name="new_staff"),
    path("cohorts/<uuid:public_id>/staff/copy", views.copy_staff, name="copy_staff"),
    path("cohorts/<uuid:public_id>/teachers", views.assign_teachers, name="assign_teachers"),
    path("cohort-staff/<uuid:public_id>/edit", views.edit_staff, name="edit_staff"),
    path("cohort-staff/<uuid:public_id>/end", views.end_staff, name="end_staff"),
]
