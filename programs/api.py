"""One line a viewset of this app."""

from rest_framework.routers import BaseRouter

from programs.cohorts.api import CohortViewSet, EnrolmentViewSet
from programs.programmes.api import ProgrammeViewSet


def register(router: BaseRouter) -> None:
    router.register("programmes", ProgrammeViewSet, basename="programme")
    router.register("cohorts", CohortViewSet, basename="cohort")
    router.register("enrolments", EnrolmentViewSet, basename="enrolment")
