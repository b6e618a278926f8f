"""One line a viewset of this app."""

from rest_framework.routers import BaseRouter

from assessments.needs.api import NeedsResultViewSet


def register(router: BaseRouter) -> None:
    router.register("needs-results", NeedsResultViewSet, basename="needs-result")
