"""URLs of surveys."""

from django.urls import path

from programs.surveys import comments, views

app_name = "surveys"
urlpatterns = [
    path("cohorts/<uuid:public_id>/surveys", views.surveys, name="surveys"),
    path("cohorts/<uuid:public_id>/surveys/plan", views.plan, name="plan"),
    path("surveys/<uuid:public_id>", views.survey, name="survey"),
    path("surveys/<uuid:public_id>/cancel", views.cancel, name="cancel"),
    path("surveys/<uuid:public_id>/open", views.open_, name="open"),
    path("surveys/<uuid:public_id>/invite-added", views.invite_added, name="invite_added"),
    path("surveys/<uuid:public_id>/remind", views.remind, name="remind"),
    path("surveys/<uuid:public_id>/close", views.close, name="close"),
    path("surveys/<uuid:public_id>/closing-time", views.closing_time, name="closing_time"),
    path("surveys/<uuid:public_id>/answer", views.answer, name="answer"),
    path("surveys/<uuid:public_id>/coding", comments.coding, name="coding"),
    path("surveys/<uuid:public_id>/coding/<slug:code>", comments.comment, name="comment"),
    path("surveys/<uuid:public_id>/shared-comments", comments.shared, name="shared"),
    path("surveys/<uuid:public_id>/reports.xlsx", views.reports, name="reports"),
    path("surveys/<uuid:public_id>/reports/<uuid:response_id>", views.report, name="report"),
]
