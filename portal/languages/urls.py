"""URL for choosing a language."""

from django.urls import path

from portal.languages import views

urlpatterns = [path("", views.choose, name="choose_language")]
