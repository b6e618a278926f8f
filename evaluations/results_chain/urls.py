"""Addresses of the trace."""

from django.urls import path

from evaluations.results_chain import views

app_name = "results_chain"
urlpatterns = [path("results-chain/<str:label>/<uuid:public_id>", views.chain, name="chain")]
