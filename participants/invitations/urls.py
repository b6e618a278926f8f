"""URLs of invitations."""

from django.urls import path

from participants.invitations import views

app_name = "invitations"
urlpatterns = [
    path("invitations/", views.invitations, name="invitations"),
    path("invitations/new", views.invite, name="invite"),
    path("invitations/<uuid:public_id>/resend", views.resend, name="resend"),
    path("invitations/<uuid:public_id>/withdraw", views.withdraw, name="withdraw"),
    path("invitation/<str:token>", views.accept, name="accept"),
]
