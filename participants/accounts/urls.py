"""URLs of roles and API tokens."""

from django.urls import path

from participants.accounts import views

app_name = "accounts"
urlpatterns = [
    path("roles/", views.roles, name="roles"),
    path("roles/new", views.grant, name="grant"),
    path("roles/<uuid:public_id>/end", views.end, name="end"),
    path("account/token/", views.token, name="token"),
]
