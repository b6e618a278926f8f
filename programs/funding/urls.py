"""URLs of budgets and funding gaps."""

from django.urls import path

from programs.funding import gap_views, views

app_name = "funding"
urlpatterns = [
    path("needs/gaps", gap_views.gaps, name="gaps"),
    path("needs/gaps/judges", gap_views.judge_counts, name="judges"),
    path("programmes/<uuid:public_id>/budget", views.budget, name="budget"),
    path("programmes/<uuid:public_id>/budget/lines/new", views.line, name="line"),
    path("programmes/<uuid:public_id>/budget/contributions/new", views.contribution, name="contribution"),
    path("programmes/<uuid:public_id>/budget/expenditure/new", views.expenditure, name="expenditure"),
]
