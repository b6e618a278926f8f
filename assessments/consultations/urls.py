"""URLs of consultations."""

from django.urls import path

from assessments.consultations import views

app_name = "consultations"
urlpatterns = [
    path("needs/<uuid:public_id>/consultations", views.consultations, name="consultations"),
    path("needs/<uuid:public_id>/consultations/new", views.new, name="new"),
    path("needs/<uuid:public_id>/evidence", views.evidence, name="evidence"),
    path("needs/consultations/<uuid:public_id>", views.consultation, name="consultation"),
    path("needs/consultations/<uuid:public_id>/edit", views.edit, name="edit"),
    path("needs/consultations/<uuid:public_id>/participants", views.participants, name="participants"),
    path("needs/consultations/<uuid:public_id>/findings/new", views.add_finding, name="add_finding"),
    path("needs/consultations/<uuid:public_id>/documents/new", views.add_document, name="add_document"),
    path("needs/findings/<uuid:public_id>/remove", views.remove_finding, name="remove_finding"),
    path("needs/documents/<uuid:public_id>/remove", views.remove_document, name="remove_document"),
]
