"""Addresses of the trace."""

from django.urls import path

from evaluations.results_chain import views

app_name = "trace"
urlpatterns = [path("results-chain/<str:label>/<uuid:public_id>", views.chain, name="chain")]
