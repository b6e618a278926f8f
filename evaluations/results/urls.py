"""URLs of results frameworks and milestones."""

from django.urls import path

from evaluations.results.views import milestones, plan

app_name = "results"
urlpatterns = [
    path("programmes/<uuid:public_id>/results", plan.framework, name="framework"),
    path("programmes/<uuid:public_id>/results/edit", plan.edit, name="edit"),
    path("programmes/<uuid:public_id>/results/new", plan.result_new, name="result_new"),
    path("results/<uuid:public_id>/edit", plan.result_edit, name="result_edit"),
    path("results/<uuid:public_id>/remove", plan.result_remove, name="result_remove"),
    path("results/<uuid:public_id>/targets/new", plan.target_new, name="target_new"),
    path("results/<uuid:public_id>/milestones/new", milestones.new, name="milestone_new"),
    path("targets/<uuid:public_id>/edit", plan.target_edit, name="target_edit"),
    path("targets/<uuid:public_id>/remove", plan.target_remove, name="target_remove"),
    path("milestones/<uuid:public_id>", milestones.milestone, name="milestone"),
    path("milestones/<uuid:public_id>/edit", milestones.edit, name="milestone_edit"),
    path("milestones/<uuid:public_id>/remove", milestones.remove, name="milestone_remove"),
    path("milestones/<uuid:public_id>/cancel", milestones.cancel, name="cancel"),
    path("milestones/evidence/<uuid:public_id>/confirm", milestones.confirm, name="confirm"),
]
