"""URLs of modules and editions."""

from django.urls import path

from programs.curriculum import coverage_views, views

app_name = "curriculum"
urlpatterns = [
    path("modules/", views.modules, name="modules"),
    path("modules/coverage", coverage_views.coverage, name="coverage_map"),
    path("modules/new", views.new, name="new"),
    path("modules/<uuid:public_id>", views.module, name="module"),
    path("modules/<uuid:public_id>/next-edition", views.next_edition, name="next_edition"),
    path("editions/<uuid:public_id>", views.edition, name="edition"),
    path("editions/<uuid:public_id>/edit", views.edit, name="edit"),
    path("editions/<uuid:public_id>/sections/new", views.add_section, name="add_section"),
    path("sections/<uuid:public_id>/edit", views.edit_section, name="edit_section"),
    path("sections/<uuid:public_id>/move", views.move_section, name="move_section"),
    path("sections/<uuid:public_id>/remove", views.remove_section, name="remove_section"),
    path("editions/<uuid:public_id>/coverage/new", views.set_coverage, name="set_coverage"),
    path("editions/<uuid:public_id>/publish", views.publish, name="publish"),
    path("needs/training-needs/<uuid:public_id>/answer", views.answer_need, name="answer_need"),
    path("needs/answers/<uuid:public_id>/withdraw", views.withdraw_answer, name="withdraw_answer"),
]
