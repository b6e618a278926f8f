"""Fixtures of the survey tests."""

import pytest

from programs.cohorts.models import CohortStaff
from tests.factories import surveys as make


@pytest.fixture
def teacher(judge):
    """A member of the faculty, with their cohort, which has ended."""
    cohort = make.ended_cohort(people=12)
    CohortStaff.objects.create(cohort=cohort, person=judge.person, role="faculty")
    return judge, cohort
