"""Addresses of the trace."""

from django.urls import URLPattern

app_name = "trace"
urlpatterns: list[URLPattern] = []
