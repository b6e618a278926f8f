"""Addresses of cohorts and applications."""

from django.urls import path

from programs.cohorts.views import judge, staff

app_name = "cohorts"
urlpatterns = [
    path("courses/", judge.find, name="find"),
    path("cohorts/<uuid:public_id>", judge.cohort, name="cohort"),
    path("cohorts/<uuid:public_id>/apply", judge.apply, name="apply"),
    path("applications/<uuid:public_id>", judge.application, name="application"),
    path("applications/<uuid:public_id>/withdraw", judge.withdraw, name="withdraw"),
    path("cohorts/<uuid:public_id>/overview", staff.overview, name="overview"),
    path("cohorts/<uuid:public_id>/applications", staff.applications, name="applications"),
    path("cohorts/<uuid:public_id>/applications/decide", staff.decide_many, name="decide_many"),
    path("applications/<uuid:public_id>/decide", staff.decide, name="decide"),
    path("cohorts/<uuid:public_id>/waiting", staff.waiting, name="waiting"),
    path("cohorts/<uuid:public_id>/waiting/promote", staff.promote, name="promote"),
    path("cohorts/<uuid:public_id>/edit", staff.edit, name="edit"),
    path("cohorts/<uuid:public_id>/quotas/new", staff.quota, name="quota"),
    path("programmes/<uuid:public_id>/cohorts/new", staff.new, name="new"),
]
