"""URLs of consensus panels and of voting. The token grants access, so voting URLs contain nothing else."""

from django.urls import path

from assessments.consensus import views, voting_views

app_name = "consensus"
urlpatterns = [
    path("needs/<uuid:public_id>/panels", views.panels, name="panels"),
    path("needs/<uuid:public_id>/panels/new", views.new, name="new"),
    path("needs/panels/<uuid:public_id>", views.panel, name="panel"),
    path("needs/panels/<uuid:public_id>/edit", views.edit, name="edit"),
    path("needs/panels/<uuid:public_id>/items", views.items, name="items"),
    path("needs/panels/<uuid:public_id>/panelists", views.panelists, name="panelists"),
    path("needs/panels/<uuid:public_id>/panelists/remove", views.remove, name="remove_panelists"),
    path("needs/panels/<uuid:public_id>/rounds/open", views.open_round, name="open_round"),
    path("needs/panels/<uuid:public_id>/rounds/close", views.close_round, name="close_round"),
    path("needs/panels/<uuid:public_id>/rounds/remind", views.remind, name="remind"),
    path("needs/panels/<uuid:public_id>/results", views.results, name="results"),
    path("needs/panels/participations/<uuid:public_id>", voting_views.vote_signed_in, name="vote_signed_in"),
    path("consensus/<str:token>", voting_views.vote, name="vote"),
    path("consensus/<str:token>/<int:number>", voting_views.vote, name="page"),
    path("consensus/<str:token>/finish", voting_views.finish, name="finish"),
]
