"""Registers the viewsets of this app."""

from rest_framework.routers import BaseRouter

from programs.cohorts.api import CohortViewSet, EnrolmentViewSet
from programs.programmes.api import ProgrammeViewSet
from programs.surveys.api import CohortSurveyViewSet


def register(router: BaseRouter) -> None:
    router.register("programmes", ProgrammeViewSet, basename="programme")
    router.register("cohorts", CohortViewSet, basename="cohort")
    router.register("cohort-surveys", CohortSurveyViewSet, basename="cohort-survey")
    router.register("enrolments", EnrolmentViewSet, basename="enrolment")
