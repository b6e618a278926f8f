"""URLs of reform plans."""

from django.urls import path

from evaluations.reforms import views

app_name = "reforms"
urlpatterns = [
    path("reforms/", views.plans, name="plans"),
    path("learning/<uuid:public_id>/reform/new", views.new, name="new"),
    path("reforms/<uuid:public_id>", views.plan, name="plan"),
    path("reforms/<uuid:public_id>/edit", views.edit, name="edit"),
    path("reforms/<uuid:public_id>/steps/new", views.add_step, name="add_step"),
    path("reforms/<uuid:public_id>/stage", views.change_stage, name="change_stage"),
    path("reforms/steps/<uuid:public_id>/done", views.report_step, name="report_step"),
    path("reforms/steps/<uuid:public_id>/confirm", views.confirm, name="confirm"),
    path("reforms/steps/<uuid:public_id>/return", views.return_step, name="return_step"),
]
