"""URLs of the stakeholder register."""

from django.urls import path

from assessments.stakeholders import views

app_name = "stakeholders"
urlpatterns = [
    path("needs/stakeholders/", views.stakeholders, name="stakeholders"),
    path("needs/stakeholders/new", views.new, name="new"),
    path("needs/stakeholders/<uuid:public_id>", views.edit, name="edit"),
    path("needs/stakeholders/<uuid:public_id>/archive", views.archive, name="archive"),
    path("needs/stakeholders/<uuid:public_id>/restore", views.restore, name="restore"),
]
