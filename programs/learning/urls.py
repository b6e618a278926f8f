"""Addresses of courses and their units."""

from django.urls import path

from programs.learning import views

app_name = "learning"
urlpatterns = [
    path("learning/<uuid:public_id>", views.course, name="course"),
    path("learning/<uuid:public_id>/units/<uuid:unit_id>", views.unit, name="unit"),
    path("parts/<uuid:public_id>/units/new", views.new_unit, name="new_unit"),
    path("editions/<uuid:public_id>/test-questions", views.pool, name="pool"),
]
