"""Addresses of the framework."""

from django.urls import path

from assessments.competencies import views

app_name = "competencies"
urlpatterns = [
    path("competencies/", views.framework, name="framework"),
    path("competencies/<uuid:public_id>", views.competency, name="competency"),
]
