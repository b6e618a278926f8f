"""URLs of the outbox and of notices."""

from django.urls import path

from portal.mail import views

app_name = "mail"
urlpatterns = [
    path("", views.outbox, name="outbox"),
    path("bulk", views.bulk, name="bulk"),
    path("sent/", views.mailings, name="mailings"),
    path("sent/<uuid:public_id>", views.mailing, name="mailing"),
    path("sent/<uuid:public_id>/resend", views.resend_mailing, name="resend_mailing"),
    path("notices/read", views.read, name="read"),
    path("<uuid:public_id>", views.message, name="message"),
    path("<uuid:public_id>/resend", views.resend, name="resend"),
]
