"""`/api/v1/`: one router and one schema. Each app registers its viewsets, with the same policies as its pages."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularRedocView
from rest_framework.routers import SimpleRouter

from assessments.api import register as register_assessments
from evaluations.api import register as register_evaluations
from programs.api import register as register_programs

router = SimpleRouter(trailing_slash=True)
register_assessments(router)
register_programs(router)
register_evaluations(router)

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("v1/docs/", SpectacularRedocView.as_view(url_name="schema"), name="docs"),
    path("v1/", include((router.urls, "api"))),
]
