"""Routes of this app's viewsets, one line each."""

from rest_framework.routers import BaseRouter

from assessments.analysis.api import NeedsCellsViewSet
from assessments.analysis.question_results.api import QuestionResultsViewSet
from assessments.landscape.api import OfferViewSet
from assessments.needs.api import NeedsResultViewSet
from assessments.needs.decision_api import NeedDecisionViewSet


def register(router: BaseRouter) -> None:
    router.register("offers", OfferViewSet, basename="offer")
    router.register("need-decisions", NeedDecisionViewSet, basename="need-decision")
    router.register("needs-cells", NeedsCellsViewSet, basename="needs-cells")
    router.register("needs-question-results", QuestionResultsViewSet, basename="needs-question-results")
    router.register("needs-results", NeedsResultViewSet, basename="needs-result")
