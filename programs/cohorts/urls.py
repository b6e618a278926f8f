"""URLs of cohorts and applications."""

from django.urls import path

from programs.cohorts.views import applicants, staff

app_name = "cohorts"
urlpatterns = [
    path("courses/", applicants.catalogue, name="catalogue"),
    path("cohorts/<uuid:public_id>", applicants.cohort, name="cohort"),
    path("cohorts/<uuid:public_id>/apply", applicants.apply, name="apply"),
    path("applications/<uuid:public_id>", applicants.application, name="application"),
    path("applications/<uuid:public_id>/withdraw", applicants.withdraw, name="withdraw"),
    path("cohorts/<uuid:public_id>/overview", staff.overview, name="overview"),
    path("cohorts/<uuid:public_id>/applications", staff.applications, name="applications"),
    path("cohorts/<uuid:public_id>/applications/bulk", staff.bulk_decide, name="bulk_decide"),
    path("applications/<uuid:public_id>/decide", staff.decide, name="decide"),
    path("cohorts/<uuid:public_id>/waiting-list", staff.waiting_list, name="waiting_list"),
    path("cohorts/<uuid:public_id>/waiting-list/promote", staff.promote, name="promote"),
    path("cohorts/<uuid:public_id>/edit", staff.edit, name="edit"),
    path("cohorts/<uuid:public_id>/quotas/new", staff.quota, name="quota"),
    path("programmes/<uuid:public_id>/cohorts/new", staff.new, name="new"),
]
