"""URLs of publications."""

from django.urls import path

from evaluations.publications import views

app_name = "publications"
urlpatterns = [
    path("publications/", views.publications, name="publications"),
    path("publications/<uuid:public_id>", views.publication, name="publication"),
    path("impact-reports/<uuid:public_id>/release", views.release, name="release"),
]
