"""One line a viewset of this app."""

from rest_framework.routers import BaseRouter

from assessments.analysis.api import NeedsCellsViewSet
from assessments.needs.api import NeedsResultViewSet


def register(router: BaseRouter) -> None:
    router.register("needs-cells", NeedsCellsViewSet, basename="needs-cells")
    router.register("needs-results", NeedsResultViewSet, basename="needs-result")
