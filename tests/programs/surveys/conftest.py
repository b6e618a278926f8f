"""Who reads surveys."""

import pytest

from programs.cohorts.models import CohortStaff
from tests.factories import surveys as make


@pytest.fixture
def teacher(judge):
    """Faculty of a cohort that is over."""
    cohort = make.ended_cohort(people=12)
    CohortStaff.objects.create(cohort=cohort, person=judge.person, role="faculty")
    return judge, cohort
