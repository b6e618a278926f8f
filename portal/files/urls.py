"""URL of file downloads."""

from django.urls import path

from portal.files import views

app_name = "files"
urlpatterns = [path("<uuid:public_id>", views.download, name="download")]
