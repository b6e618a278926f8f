"""Addresses of money."""

from django.urls import path

from programs.funding import views

app_name = "funding"
urlpatterns = [
    path("programmes/<uuid:public_id>/money", views.money, name="money"),
    path("programmes/<uuid:public_id>/money/lines/new", views.line, name="line"),
    path("programmes/<uuid:public_id>/money/contributions/new", views.contribution, name="contribution"),
    path("programmes/<uuid:public_id>/money/expenditure/new", views.expenditure, name="expenditure"),
]
