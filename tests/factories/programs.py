"""Minimal valid programmes, modules, cohorts and sessions."""

from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from programs.cohorts.models import Cohort, CohortApplication, Enrolment
from programs.curriculum.models import Edition, Module, Section
from programs.programmes.models import Programme
from programs.sessions.models import Session
from tests.factories.participants import JurisdictionFactory, OrganisationFactory, PersonFactory


class ModuleFactory(DjangoModelFactory):
    class Meta:
        model = Module

    code = factory.Sequence(lambda n: f"M{n}")
    title = factory.Sequence(lambda n: f"Module {n}")
    owner = factory.SubFactory(OrganisationFactory)


class EditionFactory(DjangoModelFactory):
    class Meta:
        model = Edition

    module = factory.SubFactory(ModuleFactory)
    objectives = "Fix firm hearing dates."
    contact_hours = 12


class SectionFactory(DjangoModelFactory):
    class Meta:
        model = Section

    edition = factory.SubFactory(EditionFactory)
    position = factory.Sequence(lambda n: n + 1)
    title = "Section"


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = Programme

    code = factory.Sequence(lambda n: f"P{n}")
    title = factory.Sequence(lambda n: f"Programme {n}")
    lead_organisation = factory.SubFactory(OrganisationFactory)
    starts = date(2026, 1, 1)
    ends = date(2027, 12, 31)
    state = Programme.State.RUNNING


class CohortFactory(DjangoModelFactory):
    class Meta:
        model = Cohort

    programme = factory.SubFactory(ProgrammeFactory)
    edition = factory.SubFactory(EditionFactory)
    title = factory.Sequence(lambda n: f"Cohort {n}")
    timezone = "Pacific/Fiji"
    languages = ["en"]
    capacity = 2
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=10))
    starts = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=20))
    ends = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=80))
    state = Cohort.State.OPEN


class CohortApplicationFactory(DjangoModelFactory):
    class Meta:
        model = CohortApplication

    cohort = factory.SubFactory(CohortFactory)
    person = factory.SubFactory(PersonFactory)
    jurisdiction = factory.SubFactory(JurisdictionFactory)
    language = "en"
    state = CohortApplication.State.SUBMITTED
    submitted_at = factory.LazyFunction(timezone.now)


class EnrolmentFactory(DjangoModelFactory):
    class Meta:
        model = Enrolment

    cohort = factory.SubFactory(CohortFactory)
    person = factory.SubFactory(PersonFactory)
    jurisdiction = factory.SubFactory(JurisdictionFactory)


class SessionFactory(DjangoModelFactory):
    class Meta:
        model = Session

    cohort = factory.SubFactory(CohortFactory)
    title = "Opening"
    starts = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=5))
    ends = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=3))
    timezone = "Pacific/Fiji"
