"""Addresses of programmes."""

from django.urls import path

from programs.programmes import views

app_name = "programmes"
urlpatterns = [
    path("programmes/", views.programmes, name="programmes"),
    path("programmes/new", views.new, name="new"),
    path("programmes/<uuid:public_id>", views.programme, name="programme"),
    path("programmes/<uuid:public_id>/edit", views.edit, name="edit"),
    path("programmes/<uuid:public_id>/partners/new", views.partner, name="partner"),
    path("programmes/<uuid:public_id>/editions/new", views.use_edition, name="use_edition"),
]
