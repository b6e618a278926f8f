"""URLs of training offers."""

from django.urls import path

from assessments.landscape import views

app_name = "landscape"
urlpatterns = [
    path("offers/", views.offers, name="offers"),
    path("offers/new", views.new, name="new"),
    path("offers/<uuid:public_id>", views.offer, name="offer"),
    path("offers/<uuid:public_id>/edit", views.edit, name="edit"),
    path("offers/<uuid:public_id>/withdraw", views.withdraw, name="withdraw"),
    path("offers/<uuid:public_id>/restore", views.restore, name="restore"),
]
