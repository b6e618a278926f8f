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
    path("programmes/<uuid:public_id>/budget/expenditure", views.expenditures, name="expenditures"),
    path("budget-lines/<uuid:public_id>/edit", views.edit_line, name="edit_line"),
    path("budget-lines/<uuid:public_id>/remove", views.remove_line, name="remove_line"),
    path("contributions/<uuid:public_id>/edit", views.edit_contribution, name="edit_contribution"),
    path("contributions/<uuid:public_id>/cancel", views.cancel_contribution, name="cancel_contribution"),
    path("expenditure/<uuid:public_id>/edit", views.edit_expenditure, name="edit_expenditure"),
    path("expenditure/<uuid:public_id>/cancel", views.cancel_expenditure, name="cancel_expenditure"),
]
