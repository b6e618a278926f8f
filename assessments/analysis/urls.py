"""Addresses of the analysis of a closed assessment."""

from django.urls import path

from assessments.analysis.views import figures, ranking

app_name = "analysis"
urlpatterns = [
    path("needs/<uuid:public_id>/weights", ranking.weights, name="weights"),
    path("needs/<uuid:public_id>/disagreement", ranking.disagreement_map, name="disagreement"),
    path("needs/<uuid:public_id>/figures/<str:dimension>.<str:kind>", figures.figures, name="figures"),
]
