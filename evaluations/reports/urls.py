"""URLs of impact reports. Publications have their own."""

from django.urls import path

from evaluations.reports import public, views

app_name = "reports"
urlpatterns = [
    path("impact-reports/", views.reports, name="reports"),
    path("impact-reports/new", views.new, name="new"),
    path("impact-reports/<uuid:public_id>", views.report, name="report"),
    path("impact-reports/<uuid:public_id>/freeze", views.freeze, name="freeze"),
    path("impact-reports/<uuid:public_id>/narrative", views.narrative, name="narrative"),
    path("impact-reports/<uuid:public_id>/approve", views.approve, name="approve"),
    path("impact-reports/<uuid:public_id>/publish", views.publish, name="publish"),
    path("impact-reports/<uuid:public_id>/withdraw", views.withdraw, name="withdraw"),
    path("verify/reports/<uuid:public_id>", public.verify_report, name="verify"),
]
