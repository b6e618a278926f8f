"""Addresses of results frameworks and milestones."""

from django.urls import path

from evaluations.results import views

app_name = "results"
urlpatterns = [
    path("programmes/<uuid:public_id>/results", views.framework, name="framework"),
    path("programmes/<uuid:public_id>/results/edit", views.edit, name="edit"),
    path("programmes/<uuid:public_id>/results/new", views.result_new, name="result_new"),
    path("results/<uuid:public_id>/targets/new", views.target_new, name="target_new"),
    path("results/<uuid:public_id>/milestones/new", views.milestone_new, name="milestone_new"),
    path("milestones/<uuid:public_id>", views.milestone, name="milestone"),
    path("milestones/<uuid:public_id>/cancel", views.cancel, name="cancel"),
    path("milestones/evidence/<uuid:public_id>/confirm", views.confirm, name="confirm"),
]
