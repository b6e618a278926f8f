"""URL of the history page."""

from django.urls import path

from portal.audit import views

urlpatterns = [path("<str:label>/<uuid:public_id>", views.history, name="history")]
