"""Factories of the smallest valid indicators, returns, results and milestones."""

from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from evaluations.indicators.models import CaseloadReturn, Indicator, Observation
from evaluations.results.models import Milestone, MilestoneEvidence, Result, ResultsFramework, Target
from tests.factories.participants import CourtFactory, UserFactory
from tests.factories.programs import ProgrammeFactory


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = Indicator

    code = factory.Sequence(lambda n: f"I{n}")
    title = factory.Sequence(lambda n: f"Indicator {n}")
    unit = "cases"
    direction = Indicator.Direction.INCREASE


class CaseloadReturnFactory(DjangoModelFactory):
    """A return that balances: T5.1."""

    class Meta:
        model = CaseloadReturn

    court = factory.SubFactory(CourtFactory)
    case_type = "Civil"
    starts = date(2025, 1, 1)
    ends = date(2025, 12, 31)
    pending_start = 700
    incoming = 1200
    resolved = 1260
    pending_end = 640
    entered_by = factory.SubFactory(UserFactory)


class VerifiedReturnFactory(CaseloadReturnFactory):
    verified_by = factory.SubFactory(UserFactory)
    verified_at = factory.LazyFunction(timezone.now)


class ObservationFactory(DjangoModelFactory):
    class Meta:
        model = Observation

    indicator = factory.SubFactory(IndicatorFactory)
    court = factory.SubFactory(CourtFactory)
    starts = date(2025, 1, 1)
    ends = date(2025, 12, 31)
    value = 40
    entered_by = factory.SubFactory(UserFactory)


class FrameworkFactory(DjangoModelFactory):
    class Meta:
        model = ResultsFramework

    programme = factory.SubFactory(ProgrammeFactory)


class ResultFactory(DjangoModelFactory):
    class Meta:
        model = Result

    framework = factory.SubFactory(FrameworkFactory)
    level = Result.Level.OUTCOME
    title = factory.Sequence(lambda n: f"Result {n}")


class TargetFactory(DjangoModelFactory):
    class Meta:
        model = Target

    result = factory.SubFactory(ResultFactory)
    indicator = factory.SubFactory(IndicatorFactory)
    court = factory.SubFactory(CourtFactory)
    baseline = 410
    value = 300
    starts = date(2025, 1, 1)
    ends = date(2025, 12, 31)


class MilestoneFactory(DjangoModelFactory):
    class Meta:
        model = Milestone

    result = factory.SubFactory(ResultFactory)
    title = factory.Sequence(lambda n: f"Milestone {n}")
    owner = factory.SubFactory(UserFactory)
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=60))


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = MilestoneEvidence

    milestone = factory.SubFactory(MilestoneFactory)
    title = "Signed direction"
    url = "https://court.example/direction"
    added_by = factory.SubFactory(UserFactory)
