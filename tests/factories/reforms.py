"""Factories of the smallest valid reform plans."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from evaluations.reforms.models import ReformPlan, ReformStep
from tests.factories.participants import CourtFactory, PersonFactory
from tests.factories.programs import CohortFactory


class ReformPlanFactory(DjangoModelFactory):
    class Meta:
        model = ReformPlan

    person = factory.SubFactory(PersonFactory)
    mentor = factory.SubFactory(PersonFactory)
    cohort = factory.SubFactory(CohortFactory)
    court = factory.SubFactory(CourtFactory)
    title = "Early conferences"


class ReformStepFactory(DjangoModelFactory):
    class Meta:
        model = ReformStep

    plan = factory.SubFactory(ReformPlanFactory)
    title = "First conference list"
    done_on = factory.LazyFunction(timezone.localdate)
