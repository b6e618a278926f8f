"""URLs of questionnaires. The token grants access, so URLs contain nothing else."""

from django.urls import path

from assessments.collection import delegation_views, views

app_name = "collection"
urlpatterns = [
    path("answer/thanks", views.thanks, name="thanks"),
    path("answer/<str:token>", views.answer, name="answer"),
    path("answer/<str:token>/<int:number>", views.answer, name="page"),
    path("answer/<str:token>/images/<uuid:public_id>", views.image, name="image"),
    path("answer/<str:token>/saved", views.saved, name="saved"),
    path("answer/<str:token>/submit", views.submit, name="submit"),
    path("answer/<str:token>/delegate", delegation_views.delegate, name="delegate"),
    path("answer/<str:token>/decline", views.decline, name="decline"),
]
