"""URLs of courses and their units."""

from django.urls import path

from programs.learning import views

app_name = "learning"
urlpatterns = [
    path("learning/<uuid:public_id>", views.course, name="course"),
    path("learning/<uuid:public_id>/units/<uuid:unit_id>", views.unit, name="unit"),
    path("sections/<uuid:public_id>/units/new", views.new_unit, name="new_unit"),
    path("units/<uuid:public_id>/edit", views.edit_unit, name="edit_unit"),
    path("units/<uuid:public_id>/move", views.move_unit, name="move_unit"),
    path("units/<uuid:public_id>/remove", views.remove_unit, name="remove_unit"),
    path("editions/<uuid:public_id>/question-bank", views.question_bank, name="question_bank"),
]
